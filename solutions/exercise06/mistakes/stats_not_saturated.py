"""This is the fraction of activations that are not saturated. Which way does the comparison go?"""


def activation_stats(h, threshold=0.97):
    is_saturated = h.abs() > threshold
    return {
        "mean": h.mean().item(),
        "std": h.std().item(),
        "saturated": 1 - is_saturated.double().mean().item(),
    }
