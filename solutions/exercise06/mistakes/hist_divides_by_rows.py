"""The values are counted right, and the count is divided by the number of rows only. The area
comes out above 1. How many values are there in all?
"""

_right = density_histogram


def density_histogram(t, bins=50):
    density, edges = _right(t, bins)
    return density * (t.numel() / len(t)), edges
