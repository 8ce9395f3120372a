"""The sizes of the saturated activations are added up before the mean over all entries is taken.
Each saturated activation counts as one. What do you average over the entries?
"""


def saturation(h, threshold=0.97):
    is_saturated = h.abs() > threshold
    return (is_saturated.double() * h.abs()).mean().item()
