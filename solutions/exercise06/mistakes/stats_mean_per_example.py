"""The sum is divided by the number of examples. Each example has a whole row of activations. How
many numbers did you add?
"""


def activation_stats(h, threshold=0.97):
    is_saturated = h.abs() > threshold
    return {
        "mean": (h.sum() / len(h)).item(),
        "std": h.std().item(),
        "saturated": is_saturated.double().mean().item(),
    }
