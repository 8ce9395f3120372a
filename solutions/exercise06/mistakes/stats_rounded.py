"""The numbers are rounded, as for a printed line. The function returns them as they are. Where
would the rounding belong?
"""

DIGITS = 2  # or 3, 4, 1


def activation_stats(h, threshold=0.97):
    is_saturated = h.abs() > threshold
    return {
        "mean": round(h.mean().item(), DIGITS),
        "std": round(h.std().item(), DIGITS),
        "saturated": round(is_saturated.double().mean().item(), DIGITS),
    }
