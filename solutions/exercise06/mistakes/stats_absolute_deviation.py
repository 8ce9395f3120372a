"""This averages the distances from the mean. It is a fair measure of spread, but the standard
deviation averages squares, so that far entries count for more. What is done to the distances
first, and undone last?
"""

_right = activation_stats


def activation_stats(h, threshold=0.97):
    return {**_right(h, threshold), "std": (h - h.mean()).abs().mean().item()}
