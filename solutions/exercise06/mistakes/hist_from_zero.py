"""The bins begin at 0, not at the smallest value. Which value is the first edge?"""


def density_histogram(t, bins=50):
    values = t.flatten()
    low, high = 0.0, values.abs().max().item()
    edges = torch.linspace(low, high, bins + 1, dtype=t.dtype)
    width = (high - low) / bins
    bin_of = ((values[(values >= low) & (values <= high)] - low) / width).long().clamp(max=bins - 1)
    counts = torch.bincount(bin_of, minlength=bins)
    density = counts.to(t.dtype) / (len(values) * width)
    return density, edges
