"""This is the part of the activations that is not saturated: what is left when yours is taken from
1. Which way does your comparison point?
"""

_right = activation_stats


def activation_stats(h, threshold=0.97):
    return {**_right(h, threshold), "saturated": (h.abs() <= threshold).double().mean().item()}
