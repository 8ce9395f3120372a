"""This is the mean size of the saturated activations, not how many there are. With one saturated
activation of 0.98 in a hundred the result is 0.98. What should be averaged instead of the sizes?
"""


def saturation(h, threshold=0.97):
    is_saturated = h.abs() > threshold
    return h.abs()[is_saturated].mean().item()
