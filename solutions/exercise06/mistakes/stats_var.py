"""What stands under std is the variance. It is measured in squares: halve all activations, and it
falls to a quarter. What brings it back to the unit of h?
"""

_right = activation_stats


def activation_stats(h, threshold=0.97):
    return {**_right(h, threshold), "std": h.var().item()}
