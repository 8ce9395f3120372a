"""The mean is taken of |h|. A mean far from 0 shows that a layer leans to one side. For which of
the three numbers are sizes needed?
"""


def activation_stats(h, threshold=0.97):
    is_saturated = h.abs() > threshold
    return {
        "mean": h.abs().mean().item(),
        "std": h.std().item(),
        "saturated": is_saturated.double().mean().item(),
    }
