"""The bins run equally far to both sides of 0. Where the values lean to one side, some bins stay
empty. Which two values should the first and the last edge be?
"""


def density_histogram(t, bins=50):
    reach = t.abs().max().item()
    density = torch.histc(t, bins, -reach, reach) / t.numel() * bins / (2 * reach)
    return density, torch.linspace(-reach, reach, bins + 1, dtype=t.dtype)
