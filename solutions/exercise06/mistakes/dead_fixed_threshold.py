"""The count does not depend on the threshold that is passed. Where does the number in your
comparison come from?
"""

THRESHOLD = 0.99  # or 0.97, 0.95, 0.9, 0.98, 0.999, 0.5


def dead_neurons(h, threshold=0.99):
    is_saturated = h.abs() > THRESHOLD
    return int(is_saturated.all(dim=0).sum())
