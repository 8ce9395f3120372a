"""The edges come first and the density second. Which order does the docstring name?"""

_right = density_histogram


def density_histogram(t, bins=50):
    density, edges = _right(t, bins)
    return edges, density
