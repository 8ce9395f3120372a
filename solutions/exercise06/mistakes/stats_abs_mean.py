"""The mean is taken of |h|. The signs belong to it: a mean far from 0 tells that a layer leans to
one side, and that is what one looks for. For which of the three numbers is the size needed?
"""

_right = activation_stats


def activation_stats(h, threshold=0.97):
    return {**_right(h, threshold), "mean": h.abs().mean().item()}
