"""This counts the activations near 1 only. tanh is as flat near -1. What tells how far an
activation is from 0, whichever side it is on?
"""

_right = activation_stats


def activation_stats(h, threshold=0.97):
    return {**_right(h, threshold), "saturated": (h > threshold).double().mean().item()}
