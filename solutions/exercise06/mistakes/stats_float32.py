"""Mean and std are right to about seven digits, although h is float64. Which step converts it to
float32?
"""


def activation_stats(h, threshold=0.97):
    is_saturated = h.abs() > threshold
    return {
        "mean": h.float().mean().item(),
        "std": h.float().std().item(),
        "saturated": is_saturated.double().mean().item(),
    }
