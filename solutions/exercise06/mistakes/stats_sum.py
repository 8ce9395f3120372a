"""The activations are summed, and nothing is divided. A larger batch then has a larger mean. How
many entries are there?
"""


def activation_stats(h, threshold=0.97):
    is_saturated = h.abs() > threshold
    return {
        "mean": h.sum().item(),
        "std": h.std().item(),
        "saturated": is_saturated.double().mean().item(),
    }
