"""The value under std is the variance. If all activations are halved, it falls to a quarter. Which
step brings it back to the unit of h?
"""


def activation_stats(h, threshold=0.97):
    is_saturated = h.abs() > threshold
    return {
        "mean": h.mean().item(),
        "std": h.var().item(),
        "saturated": is_saturated.double().mean().item(),
    }
