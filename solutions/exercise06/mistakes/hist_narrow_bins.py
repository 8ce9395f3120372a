"""The width is the range divided by one number too many, so the last edge stops short of the
largest value. How many bins fill the range?
"""


def density_histogram(t, bins=50):
    flat = t.flatten()
    low, width = flat.min(), (flat.max() - flat.min()) / (bins + 1)
    bin_of = ((flat - low) / width).long().clamp(max=bins - 1)
    counts = torch.bincount(bin_of, minlength=bins)
    return counts / (len(flat) * width), low + width * torch.arange(bins + 1)
