"""This is the mean size of the activations; the threshold plays no part. A batch in which every
entry is 0.5 has no saturated activation. What has to be counted?
"""


def saturation(h, threshold=0.97):
    is_saturated = h.abs() > threshold
    return h.abs().mean().item()
