"""The histogram is one of |t|, so both sides of 0 fall on each other. The signs are part of the
picture: a layer stuck at -1 should not look like one stuck at 1. Which step takes them away?
"""

_right = density_histogram


def density_histogram(t, bins=50):
    return _right(t.abs(), bins)
