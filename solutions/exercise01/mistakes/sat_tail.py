"""The distance to 1 is compared with the threshold, which counts the activations that are far from
the ends. Which activations does a threshold of 0.97 single out?
"""


def saturation(h, threshold=0.97):
    is_saturated = 1 - h.abs() > threshold
    return is_saturated.double().mean().item()
