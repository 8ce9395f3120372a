"""This is the median, not the mean. A few entries far out change the one and not the other. Which
of the two does the docstring name?
"""


def activation_stats(h, threshold=0.97):
    is_saturated = h.abs() > threshold
    return {
        "mean": h.flatten().quantile(0.5).item(),
        "std": h.std().item(),
        "saturated": is_saturated.double().mean().item(),
    }
