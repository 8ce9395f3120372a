"""This is the root of the mean square, measured from 0. A standard deviation is measured from the
mean. Which step is missing before the square?
"""


def activation_stats(h, threshold=0.97):
    is_saturated = h.abs() > threshold
    return {
        "mean": h.mean().item(),
        "std": h.square().mean().sqrt().item(),
        "saturated": is_saturated.double().mean().item(),
    }
