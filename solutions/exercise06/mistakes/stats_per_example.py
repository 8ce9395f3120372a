"""This takes the std of every example by itself and averages these. It misses how far the examples
lie from one another. Does the order of the entries in h matter to the std of a layer?
"""

_right = activation_stats


def activation_stats(h, threshold=0.97):
    return {**_right(h, threshold), "std": h.std(dim=1).mean().item()}
