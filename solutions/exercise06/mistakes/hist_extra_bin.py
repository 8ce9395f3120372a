"""There is one bar too many: the largest value has a bin of its own, beyond the last edge. In which
bin does the docstring put it?
"""


def density_histogram(t, bins=50):
    values = t.flatten()
    low, high = values.min().item(), values.max().item()
    edges = torch.linspace(low, high, bins + 1, dtype=t.dtype)
    width = (high - low) / bins
    bin_of = ((values - low) / width).long().clamp(max=bins)
    counts = torch.bincount(bin_of, minlength=bins + 1)
    density = counts.to(t.dtype) / (len(values) * width)
    return density, edges
