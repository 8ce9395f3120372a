"""Every bin holds equally many values, and the widths differ. Here the widths are to be equal, and
the counts to differ. What does linspace make that quantile does not?
"""


def density_histogram(t, bins=50):
    edges = t.flatten().quantile(torch.linspace(0, 1, bins + 1, dtype=t.dtype))
    return 1 / (bins * (edges[1:] - edges[:-1])), edges
