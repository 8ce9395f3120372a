"""This is the distance from the smallest activation to the largest. Two entries decide it. Which
measure of spread uses every entry?
"""


def activation_stats(h, threshold=0.97):
    is_saturated = h.abs() > threshold
    return {
        "mean": h.mean().item(),
        "std": (h.max() - h.min()).item(),
        "saturated": is_saturated.double().mean().item(),
    }
