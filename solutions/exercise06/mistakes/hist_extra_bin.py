"""There is one bar too many: the largest value got a bin of its own, beyond the last edge. In
which bin does the docstring want it?
"""


def density_histogram(t, bins=50):
    flat = t.flatten()
    low, width = flat.min(), (flat.max() - flat.min()) / bins
    counts = torch.bincount(((flat - low) / width).long(), minlength=bins + 1)
    return counts / (len(flat) * width), low + width * torch.arange(bins + 1)
