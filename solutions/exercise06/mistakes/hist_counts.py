"""These are counts. They double when the batch does, so two layers of different size cannot be
laid over each other. What has to be divided away to make the area 1?
"""

_right = density_histogram


def density_histogram(t, bins=50):
    density, edges = _right(t, bins)
    return density * (edges[1] - edges[0]) * t.numel(), edges
