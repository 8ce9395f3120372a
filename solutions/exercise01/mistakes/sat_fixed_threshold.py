"""The result does not change with the threshold that is passed. Where does the number in your
comparison come from?
"""

FIXED_THRESHOLD = 0.97  # or 0.99, 0.95, 0.9


def saturation(h, threshold=0.97):
    is_saturated = h.abs() > FIXED_THRESHOLD
    return is_saturated.double().mean().item()
