"""This is how many activations are saturated, not which part of them. Two layers of different
width could not be compared. What does the count have to be seen against?
"""

_right = activation_stats


def activation_stats(h, threshold=0.97):
    return {**_right(h, threshold), "saturated": (h.abs() > threshold).sum().item()}
