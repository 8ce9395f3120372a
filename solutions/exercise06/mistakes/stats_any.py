"""This is the part of the neurons that are saturated for at least one example, which soon is all
of them. Saturation counts single activations. Over what should the average run?
"""

_right = activation_stats


def activation_stats(h, threshold=0.97):
    return {
        **_right(h, threshold),
        "saturated": (h.abs() > threshold).any(dim=0).double().mean().item(),
    }
