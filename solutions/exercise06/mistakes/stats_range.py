"""This is the distance from the smallest activation to the largest. Two entries decide it, and all
the others may lie anywhere. Which measure of spread asks every entry?
"""

_right = activation_stats


def activation_stats(h, threshold=0.97):
    return {**_right(h, threshold), "std": (h.max() - h.min()).item()}
