"""The histogram is one of |t|, so that negative values are counted as positive ones. Which step
takes the signs away?
"""


def density_histogram(t, bins=50):
    values = t.flatten().abs()
    low, high = values.min().item(), values.max().item()
    edges = torch.linspace(low, high, bins + 1, dtype=t.dtype)
    width = (high - low) / bins
    bin_of = ((values - low) / width).long().clamp(max=bins - 1)
    counts = torch.bincount(bin_of, minlength=bins)
    density = counts.to(t.dtype) / (len(values) * width)
    return density, edges
