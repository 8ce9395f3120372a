"""The bins begin at 0, not at the smallest value. Where the values lie all on one side of 0 or on
both, that leaves bins empty or values out. Which value is the first edge?
"""


def density_histogram(t, bins=50):
    high = t.abs().max().item()
    density = torch.histc(t, bins, 0, high) / t.numel() * bins / high
    return density, torch.linspace(0, high, bins + 1, dtype=t.dtype)
