"""This is the part of the examples that have at least one saturated activation. In a wide layer
that is every one. Saturation counts single activations: what is any() for?
"""

_right = activation_stats


def activation_stats(h, threshold=0.97):
    return {
        **_right(h, threshold),
        "saturated": (h.abs() > threshold).any(dim=1).double().mean().item(),
    }
