"""The fractions are multiplied by the number of bins. That is the density of values between 0 and
1; others have a longer or a shorter range. How wide is a bin really?
"""

_right = density_histogram


def density_histogram(t, bins=50):
    density, edges = _right(t, bins)
    return density * (edges[-1] - edges[0]), edges
