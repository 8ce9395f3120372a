"""This is the average size of the activations; the threshold plays no part in it. A batch in which
every entry is 0.5 has no saturated activation at all. What has to be counted?
"""


def saturation(h, threshold=0.97):
    return h.abs().mean().item()
