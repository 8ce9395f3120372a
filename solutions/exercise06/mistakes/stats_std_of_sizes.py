"""The std is taken after the signs are gone. To it a layer that jumps between -1 and 1 is
perfectly still. At which point is the size needed, and at which is it in the way?
"""

_right = activation_stats


def activation_stats(h, threshold=0.97):
    return {**_right(h, threshold), "std": h.abs().std().item()}
