"""The number of saturated activations is divided by one too many or one too few entries. Such a
correction belongs to a sample variance. How many entries does h have?
"""

COUNT_SHIFT = -1  # or 1


def saturation(h, threshold=0.97):
    is_saturated = h.abs() > threshold
    return is_saturated.double().sum().item() / (h.numel() + COUNT_SHIFT)
