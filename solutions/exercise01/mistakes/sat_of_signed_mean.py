"""The mean of the activations is compared with the threshold, signs included. Activations at both
ends then cancel. What should be compared: the mean, or every single activation?
"""


def saturation(h, threshold=0.97):
    is_saturated = h.mean().abs() > threshold
    return is_saturated.double().mean().item()
