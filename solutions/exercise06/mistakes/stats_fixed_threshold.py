"""The fraction does not depend on the threshold that is passed. Where does the number in your
comparison come from?
"""

THRESHOLD = 0.97  # or 0.95, 0.9, 0.98, 0.99, 0.999, 0.8, 0.5


def activation_stats(h, threshold=0.97):
    is_saturated = h.abs() > THRESHOLD
    return {
        "mean": h.mean().item(),
        "std": h.std().item(),
        "saturated": is_saturated.double().mean().item(),
    }
