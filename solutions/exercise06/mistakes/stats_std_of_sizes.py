"""The std is taken of |h|. A layer that jumps between −1 and 1 then has a std of 0. For which of
the three numbers are sizes needed?
"""


def activation_stats(h, threshold=0.97):
    is_saturated = h.abs() > threshold
    return {
        "mean": h.mean().item(),
        "std": h.abs().std().item(),
        "saturated": is_saturated.double().mean().item(),
    }
