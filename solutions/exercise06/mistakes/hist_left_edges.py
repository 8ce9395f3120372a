"""The last edge is missing. The left edges alone do not tell where the last bin ends. How many
edges do the bins have together?
"""

_right = density_histogram


def density_histogram(t, bins=50):
    density, edges = _right(t, bins)
    return density, edges[:-1]
