"""Where no threshold is passed, another default is used than the stub's. Which default does the
signature name?
"""

THRESHOLD = 0.99  # or 0.95, 0.9, 0.98, 0.999, 0.8, 0.5


def activation_stats(h, threshold=THRESHOLD):
    is_saturated = h.abs() > threshold
    return {
        "mean": h.mean().item(),
        "std": h.std().item(),
        "saturated": is_saturated.double().mean().item(),
    }
