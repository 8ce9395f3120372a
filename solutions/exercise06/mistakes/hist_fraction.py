"""The heights add up to 1: they are fractions. The area is to be 1, and an area has a width, too.
What happens to a fraction when the same values are spread over bins of half the width?
"""

_right = density_histogram


def density_histogram(t, bins=50):
    density, edges = _right(t, bins)
    return density * (edges[1] - edges[0]), edges
