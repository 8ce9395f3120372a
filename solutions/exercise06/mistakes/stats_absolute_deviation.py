"""This averages the distances from the mean. The standard deviation averages their squares. What is
done to the distances first, and undone last?
"""


def activation_stats(h, threshold=0.97):
    is_saturated = h.abs() > threshold
    return {
        "mean": h.mean().item(),
        "std": (h - h.mean()).abs().mean().item(),
        "saturated": is_saturated.double().mean().item(),
    }
