"""The mean is subtracted before the comparison. Whether tanh is flat at h depends on h itself. From
where is |h| measured?
"""


def activation_stats(h, threshold=0.97):
    is_saturated = (h - h.mean()).abs() > threshold
    return {
        "mean": h.mean().item(),
        "std": h.std().item(),
        "saturated": is_saturated.double().mean().item(),
    }
