"""This is the healthy part: the activations that are not beyond the threshold. Which way does the
comparison point?
"""


def saturation(h, threshold=0.97):
    return (h.abs() <= threshold).double().mean().item()
