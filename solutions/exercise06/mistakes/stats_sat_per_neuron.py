"""The count of saturated activations is divided by the number of neurons, so it can exceed 1. How
many activations are there in all?
"""


def activation_stats(h, threshold=0.97):
    is_saturated = h.abs() > threshold
    return {
        "mean": h.mean().item(),
        "std": h.std().item(),
        "saturated": is_saturated.double().sum().item() / h.shape[1],
    }
