"""This is the fraction of neurons that are saturated for every example: the dead ones. Saturation
counts single activations. Over what should the average run?
"""


def activation_stats(h, threshold=0.97):
    is_saturated = h.abs() > threshold
    return {
        "mean": h.mean().item(),
        "std": h.std().item(),
        "saturated": is_saturated.all(dim=0).double().mean().item(),
    }
