"""The value under std is the mean squared distance: a variance divided by n. Which step brings it
back to the unit of h, and what does the docstring divide by?
"""


def activation_stats(h, threshold=0.97):
    is_saturated = h.abs() > threshold
    return {
        "mean": h.mean().item(),
        "std": (h - h.mean()).square().mean().item(),
        "saturated": is_saturated.double().mean().item(),
    }
