"""Values that occur more than once are counted once. unique() throws the others away, and where a
layer is stuck at 1 that is most of it. What should two equal values do to a bar?
"""

_right = density_histogram


def density_histogram(t, bins=50):
    return _right(t.unique(), bins)
