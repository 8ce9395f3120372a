"""The first edge is missing. The right edges alone do not tell where the first bin begins. How
many edges do the bins have together?
"""

_right = density_histogram


def density_histogram(t, bins=50):
    density, edges = _right(t, bins)
    return density, edges[1:]
