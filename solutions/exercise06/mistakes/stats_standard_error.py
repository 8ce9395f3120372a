"""The spread is divided once more by a root of the number of entries. That tells how well the mean
is known, and it shrinks as the batch grows. Should the spread of a layer depend on the batch size?
"""

_right = activation_stats


def activation_stats(h, threshold=0.97):
    return {**_right(h, threshold), "std": (h.std() / h.numel() ** 0.5).item()}
