"""The bins run from 0 to 1 whatever the values are. Where do the values begin and end?"""


def density_histogram(t, bins=50):
    values = t.flatten()
    low, high = 0.0, 1.0
    edges = torch.linspace(low, high, bins + 1, dtype=t.dtype)
    width = (high - low) / bins
    bin_of = ((values[(values >= low) & (values <= high)] - low) / width).long().clamp(max=bins - 1)
    counts = torch.bincount(bin_of, minlength=bins)
    density = counts.to(t.dtype) / (len(values) * width)
    return density, edges
