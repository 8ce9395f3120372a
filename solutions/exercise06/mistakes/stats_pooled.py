"""The variances of the neurons are averaged before the root is taken. That misses the differences
between their means. Over which numbers does the docstring's std run?
"""


def activation_stats(h, threshold=0.97):
    is_saturated = h.abs() > threshold
    return {
        "mean": h.mean().item(),
        "std": h.var(dim=0).mean().sqrt().item(),
        "saturated": is_saturated.double().mean().item(),
    }
