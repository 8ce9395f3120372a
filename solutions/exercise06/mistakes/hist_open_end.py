"""The largest value is in no bin. Each bin holds its left edge and not its right one, and for the
last bin that leaves the maximum out in the rain. Which bin should take it in?
"""

_right = density_histogram


def density_histogram(t, bins=50):
    flat = t.flatten()
    density, edges = _right(t, bins)
    lost = (flat == flat.max()).sum() / (len(flat) * (edges[1] - edges[0]))
    density[-1] -= lost
    return density, edges
