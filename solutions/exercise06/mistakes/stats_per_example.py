"""The std is taken of every example by itself and then averaged. It misses the differences between
examples. Does the order of the entries of h matter to the std of a layer?
"""


def activation_stats(h, threshold=0.97):
    is_saturated = h.abs() > threshold
    return {
        "mean": h.mean().item(),
        "std": h.std(dim=1).mean().item(),
        "saturated": is_saturated.double().mean().item(),
    }
