"""The second result holds the centers of the bins. The exercise asks for the edges, and there is
one more of those. Where does the first bin begin?
"""


def density_histogram(t, bins=50):
    values = t.flatten()
    low, high = values.min().item(), values.max().item()
    edges = torch.linspace(low, high, bins + 1, dtype=t.dtype)
    width = (high - low) / bins
    bin_of = ((values - low) / width).long().clamp(max=bins - 1)
    counts = torch.bincount(bin_of, minlength=bins)
    density = counts.to(t.dtype) / (len(values) * width)
    return density, (edges[:-1] + edges[1:]) / 2
