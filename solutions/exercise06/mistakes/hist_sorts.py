"""The histogram is right, but the caller's values are in another order after the call. t.numpy()
shares its memory with t, and sort() of an array works in place. What gives a sorted copy?
"""

_right = density_histogram


def density_histogram(t, bins=50):
    result = _right(t, bins)
    t.numpy().reshape(-1).sort()
    return result
