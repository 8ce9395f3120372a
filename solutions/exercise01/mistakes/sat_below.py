"""This is the fraction of activations that are not beyond the threshold. In which direction does
the comparison point?
"""


def saturation(h, threshold=0.97):
    is_saturated = h.abs() <= threshold
    return is_saturated.double().mean().item()
