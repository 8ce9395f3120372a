"""The fraction is given in percent. A fraction lies between 0 and 1. Which factor is
superfluous?
"""


def saturation(h, threshold=0.97):
    is_saturated = h.abs() > threshold
    return 100 * is_saturated.double().mean().item()
