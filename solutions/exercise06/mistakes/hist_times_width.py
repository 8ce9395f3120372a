"""The fractions are multiplied by the width. A narrower bin holds fewer values, and its bar should
not be lower for that. Which operation makes up for it?
"""

_right = density_histogram


def density_histogram(t, bins=50):
    density, edges = _right(t, bins)
    return density * (edges[1] - edges[0]) ** 2, edges
