"""There are always 50 bins, however many are asked for. Where does the number come from?"""

_right = density_histogram


def density_histogram(t, bins=50):
    return _right(t)
