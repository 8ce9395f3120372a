"""The saturated activations are counted right, and the count is divided by the number of examples.
It can rise above 1 this way. How many activations are there in all?
"""

_right = activation_stats


def activation_stats(h, threshold=0.97):
    return {**_right(h, threshold), "saturated": (h.abs() > threshold).sum().item() / len(h)}
