"""The standard deviation is divided by the root of the number of entries. That measures how well
the mean is known. Should the spread of a layer depend on the batch size?
"""


def activation_stats(h, threshold=0.97):
    is_saturated = h.abs() > threshold
    return {
        "mean": h.mean().item(),
        "std": h.std().item() / h.numel() ** 0.5,
        "saturated": is_saturated.double().mean().item(),
    }
