"""This averages the sizes of the saturated activations. Each of them counts as one, whether it is
0.98 or 1. What number does True stand for?
"""


def activation_stats(h, threshold=0.97):
    is_saturated = h.abs() > threshold
    return {
        "mean": h.mean().item(),
        "std": h.std().item(),
        "saturated": (is_saturated.double() * h.abs()).mean().item(),
    }
