"""Only the first row of t is counted. The shape of t does not matter here: which step makes one
long row of it?
"""

_right = density_histogram


def density_histogram(t, bins=50):
    return _right(t[0] if t.ndim > 1 else t, bins)
