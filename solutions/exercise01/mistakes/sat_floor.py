"""The division drops everything after the decimal point, so that the result is 0 unless all
activations are saturated. Which operator divides with decimals?
"""


def saturation(h, threshold=0.97):
    is_saturated = h.abs() > threshold
    return float(is_saturated.sum().item() // h.numel())
