"""There is one edge too few. How many edges do three bins have?"""


def density_histogram(t, bins=50):
    values = t.flatten()
    low, high = values.min().item(), values.max().item()
    edges = torch.linspace(low, high, bins, dtype=t.dtype)
    width = (high - low) / max(bins - 1, 1)
    bin_of = ((values - low) / width).long().clamp(max=max(bins - 2, 0))
    counts = torch.bincount(bin_of, minlength=bins - 1)
    density = counts.to(t.dtype) / (len(values) * width)
    return density, edges
