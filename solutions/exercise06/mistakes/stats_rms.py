"""This is the root of the mean square, measured from 0. A std is measured from the mean; the two
agree only where the mean is 0. Which step is missing before the square?
"""

_right = activation_stats


def activation_stats(h, threshold=0.97):
    return {**_right(h, threshold), "std": h.square().mean().sqrt().item()}
