"""Where no threshold is passed, another default is used than the stub's. Which default does the
signature name?
"""

THRESHOLD = 0.97  # or 0.95, 0.9, 0.98, 0.999, 0.5


def dead_neurons(h, threshold=THRESHOLD):
    is_saturated = h.abs() > threshold
    return int(is_saturated.all(dim=0).sum())
