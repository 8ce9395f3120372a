"""Every bin holds equally many values, and the widths differ. Here the widths are equal and the
counts differ. What does linspace do that quantile does not?
"""


def density_histogram(t, bins=50):
    values = t.flatten()
    low, high = values.min().item(), values.max().item()
    edges = values.quantile(torch.linspace(0, 1, bins + 1, dtype=t.dtype))
    width = (high - low) / bins
    bin_of = torch.bucketize(values, edges[1:-1], right=True)
    counts = torch.bincount(bin_of, minlength=bins)
    density = 1 / (bins * (edges[1:] - edges[:-1])) + 0 * counts * width
    return density, edges
