"""Values are put into the bin whose left edge is nearest, so half of them land one bin too far. A
value belongs to the bin that it has entered. What cuts a number down to its whole part?
"""

_right = density_histogram


def density_histogram(t, bins=50):
    flat = t.flatten()
    edges = _right(t, bins)[1]
    width = edges[1] - edges[0]
    bin_of = ((flat - edges[0]) / width).round().long().clamp(max=bins - 1)
    return torch.bincount(bin_of, minlength=bins) / (len(flat) * width), edges
