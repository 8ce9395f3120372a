"""The squares around the mean are added up, and the root is taken of the sum. A larger batch then
has a larger spread. Which division is missing?
"""

_right = activation_stats


def activation_stats(h, threshold=0.97):
    return {**_right(h, threshold), "std": (h - h.mean()).norm().item()}
