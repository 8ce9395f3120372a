"""The threshold seems to be subtracted from 1 before the comparison, so that nearly every
activation counts. Which size must an activation exceed to be saturated?
"""


def saturation(h, threshold=0.97):
    is_saturated = h.abs() > 1 - threshold
    return is_saturated.double().mean().item()
