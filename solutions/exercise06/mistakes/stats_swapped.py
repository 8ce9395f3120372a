"""The values of mean and std are stored under each other's keys. A standard deviation is never
negative. Which of your numbers can be?
"""


def activation_stats(h, threshold=0.97):
    is_saturated = h.abs() > threshold
    return {
        "mean": h.std().item(),
        "std": h.mean().item(),
        "saturated": is_saturated.double().mean().item(),
    }
