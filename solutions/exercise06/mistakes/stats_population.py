"""The std divides by the number of entries. That is a good convention, and another one than the
docstring's, which is torch's own. What is the correction there?
"""

_right = activation_stats


def activation_stats(h, threshold=0.97):
    return {**_right(h, threshold), "std": h.std(correction=0).item()}
