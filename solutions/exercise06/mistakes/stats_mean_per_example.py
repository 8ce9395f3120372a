"""The total is divided by the number of examples alone. Each example brings a whole row of
activations. How many numbers did you add up?
"""

_right = activation_stats


def activation_stats(h, threshold=0.97):
    return {**_right(h, threshold), "mean": (h.sum() / len(h)).item()}
