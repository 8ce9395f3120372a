"""The fraction is rounded to a few digits. Rounding is for showing a number. Who would need the
remaining digits?
"""

FRACTION_DIGITS = 2  # or 1, 3, 4


def saturation(h, threshold=0.97):
    is_saturated = h.abs() > threshold
    return round(is_saturated.double().mean().item(), FRACTION_DIGITS)
