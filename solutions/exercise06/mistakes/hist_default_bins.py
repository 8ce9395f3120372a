"""Asked for nothing, this makes another number of bins than 50. Which default does the first line
of the function name?
"""

_right = density_histogram


def density_histogram(t, bins=10):
    return _right(t, bins)
