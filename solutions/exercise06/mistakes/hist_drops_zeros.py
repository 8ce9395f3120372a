"""The zeros are left out. A gradient of 0 is a value like any other. Which step removes it?"""


def density_histogram(t, bins=50):
    values = t.flatten()[t.flatten() != 0]
    low, high = values.min().item(), values.max().item()
    edges = torch.linspace(low, high, bins + 1, dtype=t.dtype)
    width = (high - low) / bins
    bin_of = ((values - low) / width).long().clamp(max=bins - 1)
    counts = torch.bincount(bin_of, minlength=bins)
    density = counts.to(t.dtype) / (len(values) * width)
    return density, edges
