"""This is how far the activations are from 0 on average. Asked is how many of them are farther out
than the threshold, and how far does not matter. What remains of an activation after the
comparison?
"""

_right = activation_stats


def activation_stats(h, threshold=0.97):
    return {**_right(h, threshold), "saturated": h.abs().mean().item()}
