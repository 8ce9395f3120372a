"""A logarithm is taken of the heights. It belongs to the axis of a plot. Which quantity has the
area 1?
"""


def density_histogram(t, bins=50):
    values = t.flatten()
    low, high = values.min().item(), values.max().item()
    edges = torch.linspace(low, high, bins + 1, dtype=t.dtype)
    width = (high - low) / bins
    bin_of = ((values - low) / width).long().clamp(max=bins - 1)
    counts = torch.bincount(bin_of, minlength=bins)
    density = counts.to(t.dtype) / (len(values) * width)
    return torch.log1p(density), edges
