"""The bins run from 0 to 1 whatever the values are, and what lies outside is lost. Where do the
values themselves begin and end?
"""


def density_histogram(t, bins=50):
    density = torch.histc(t, bins, 0, 1) / t.numel() * bins
    return density, torch.linspace(0, 1, bins + 1, dtype=t.dtype)
