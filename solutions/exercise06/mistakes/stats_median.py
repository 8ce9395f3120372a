"""This is the middle activation, not the mean. A few entries far out move the one and not the
other. Which of the two does the docstring name?
"""

_right = activation_stats


def activation_stats(h, threshold=0.97):
    return {**_right(h, threshold), "mean": h.flatten().quantile(0.5).item()}
