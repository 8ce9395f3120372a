"""The bins run equally far to both sides of 0. Which two values should the first and the last edge
be?
"""


def density_histogram(t, bins=50):
    values = t.flatten()
    low, high = -values.abs().max().item(), values.abs().max().item()
    edges = torch.linspace(low, high, bins + 1, dtype=t.dtype)
    width = (high - low) / bins
    bin_of = ((values - low) / width).long().clamp(max=bins - 1)
    counts = torch.bincount(bin_of, minlength=bins)
    density = counts.to(t.dtype) / (len(values) * width)
    return density, edges
