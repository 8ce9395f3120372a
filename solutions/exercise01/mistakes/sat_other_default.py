"""Where no threshold is passed, another default is used than the stub's. Which default does the
signature name?
"""

THRESHOLD = 0.99  # or 0.95, 0.9, 0.98, 0.999, 0.5, 1.0


def saturation(h, threshold=THRESHOLD):
    is_saturated = h.abs() > threshold
    return is_saturated.double().mean().item()
