"""The lower limit seems to be 1 - threshold, as if h lay between 0 and 1: many values near 0, or
below it, are counted. Between which two numbers do the values of tanh lie?
"""


def saturation(h, threshold=0.97):
    is_saturated = (h > threshold) | (h < 1 - threshold)
    return is_saturated.double().mean().item()
