"""The counts are divided by one less than the number of values. That belongs to a variance. Which
fraction of the values lies in a bin?
"""


def density_histogram(t, bins=50):
    values = t.flatten()
    low, high = values.min().item(), values.max().item()
    edges = torch.linspace(low, high, bins + 1, dtype=t.dtype)
    width = (high - low) / bins
    bin_of = ((values - low) / width).long().clamp(max=bins - 1)
    counts = torch.bincount(bin_of, minlength=bins)
    density = counts.to(t.dtype) / ((len(values) - 1) * width)
    return density, edges
