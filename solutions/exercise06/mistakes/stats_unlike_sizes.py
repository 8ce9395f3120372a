"""The sign of h is removed before the mean is subtracted. For which of the three numbers are sizes
needed?
"""


def activation_stats(h, threshold=0.97):
    is_saturated = h.abs() > threshold
    return {
        "mean": h.mean().item(),
        "std": (h.abs() - h.mean()).square().mean().sqrt().item(),
        "saturated": is_saturated.double().mean().item(),
    }
