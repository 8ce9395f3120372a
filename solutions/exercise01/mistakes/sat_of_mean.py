"""The mean is taken first and compared afterward, so that the result is 0 or 1. In which order do
comparing and averaging give a fraction?
"""


def saturation(h, threshold=0.97):
    is_saturated = h.abs().mean() > threshold
    return is_saturated.double().mean().item()
