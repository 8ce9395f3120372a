"""The counts are divided by the width, and the area under the bars is the number of values. It
should be 1, whatever the size of the batch. What else is to be divided away?
"""

_right = density_histogram


def density_histogram(t, bins=50):
    density, edges = _right(t, bins)
    return density * t.numel(), edges
