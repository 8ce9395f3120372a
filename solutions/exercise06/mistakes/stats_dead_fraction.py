"""This is the part of the neurons that are saturated for every example: the dead ones. Saturation
counts single activations, and a healthy layer has some. Over what should the average run?
"""

_right = activation_stats


def activation_stats(h, threshold=0.97):
    return {
        **_right(h, threshold),
        "saturated": (h.abs() > threshold).all(dim=0).double().mean().item(),
    }
