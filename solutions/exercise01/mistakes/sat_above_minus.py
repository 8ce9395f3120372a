"""Every activation above the negative threshold counts, also those near 0. On which side of the
negative threshold is an activation saturated?
"""


def saturation(h, threshold=0.97):
    is_saturated = h > -threshold
    return is_saturated.double().mean().item()
