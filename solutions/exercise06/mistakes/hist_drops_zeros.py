"""The zeros are left out. A gradient that is 0 is a value like any other, and the most telling
one. Which step throws it away?
"""

_right = density_histogram


def density_histogram(t, bins=50):
    return _right(t[t != 0], bins)
