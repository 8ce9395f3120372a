"""The caller's values are in another order after the call. t.numpy() shares its memory with t. How
can you make a sorted copy?
"""


def density_histogram(t, bins=50):
    values = t.flatten()
    low, high = values.min().item(), values.max().item()
    edges = torch.linspace(low, high, bins + 1, dtype=t.dtype)
    width = (high - low) / bins
    bin_of = ((values - low) / width).long().clamp(max=bins - 1)
    counts = torch.bincount(bin_of, minlength=bins)
    density = counts.to(t.dtype) / (len(values) * width)
    t.copy_(values.sort().values.view_as(t))
    return density, edges
