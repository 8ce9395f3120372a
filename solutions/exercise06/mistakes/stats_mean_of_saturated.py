"""This averages the sizes of the saturated activations and counts the others as 0. Each of them
counts as one whole activation, be it 0.98 or 1. What does a True weigh?
"""

_right = activation_stats


def activation_stats(h, threshold=0.97):
    return {**_right(h, threshold), "saturated": ((h.abs() > threshold) * h.abs()).mean().item()}
