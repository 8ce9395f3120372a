"""The mean is taken off before the comparison. For the spread that is right, but where tanh is
flat is a matter of h itself. From where is |h| measured?
"""

_right = activation_stats


def activation_stats(h, threshold=0.97):
    return {
        **_right(h, threshold),
        "saturated": ((h - h.mean()).abs() > threshold).double().mean().item(),
    }
