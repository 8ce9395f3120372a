"""The count is right and is given in per cent. A fraction runs from 0 to 1. Which factor is one
too many?
"""

_right = activation_stats


def activation_stats(h, threshold=0.97):
    return {**_right(h, threshold), "saturated": 100 * (h.abs() > threshold).double().mean().item()}
