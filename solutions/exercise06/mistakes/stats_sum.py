"""The activations are added up, and nothing is divided. A larger batch then has a larger mean. How
many entries are there?
"""

_right = activation_stats


def activation_stats(h, threshold=0.97):
    return {**_right(h, threshold), "mean": h.sum().item()}
