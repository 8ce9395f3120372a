"""Where no number of bins is passed, another default is used than 50. Which default does the
signature name?
"""

BINS = 10  # or 100, 30, 64, 20


def density_histogram(t, bins=BINS):
    values = t.flatten()
    low, high = values.min().item(), values.max().item()
    edges = torch.linspace(low, high, bins + 1, dtype=t.dtype)
    width = (high - low) / bins
    bin_of = ((values - low) / width).long().clamp(max=bins - 1)
    counts = torch.bincount(bin_of, minlength=bins)
    density = counts.to(t.dtype) / (len(values) * width)
    return density, edges
