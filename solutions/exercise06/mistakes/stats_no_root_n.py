"""The squares around the mean are summed, and the root is taken of the sum. A larger batch then has
a larger spread. Which division is missing?
"""


def activation_stats(h, threshold=0.97):
    is_saturated = h.abs() > threshold
    return {
        "mean": h.mean().item(),
        "std": (h - h.mean()).norm().item(),
        "saturated": is_saturated.double().mean().item(),
    }
