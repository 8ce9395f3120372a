"""The width is the range divided by one number too many, so the last edge lies below the largest
value. How many bins fill the range?
"""


def density_histogram(t, bins=50):
    values = t.flatten()
    low, high = values.min().item(), values.max().item()
    edges = torch.linspace(low, low + (high - low) * bins / (bins + 1), bins + 1, dtype=t.dtype)
    width = (high - low) / (bins + 1)
    bin_of = ((values - low) / width).long().clamp(max=bins - 1)
    counts = torch.bincount(bin_of, minlength=bins)
    density = counts.to(t.dtype) / (len(values) * width)
    return density, edges
