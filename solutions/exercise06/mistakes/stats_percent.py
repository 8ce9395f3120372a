"""The fraction is given in percent. A fraction runs from 0 to 1. Which factor is one too many?"""


def activation_stats(h, threshold=0.97):
    is_saturated = h.abs() > threshold
    return {
        "mean": h.mean().item(),
        "std": h.std().item(),
        "saturated": 100 * is_saturated.double().mean().item(),
    }
