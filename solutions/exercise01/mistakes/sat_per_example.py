"""The number of saturated activations is divided by the number of examples, which gives the
saturated neurons per example. How many activations are there in the whole batch?
"""


def saturation(h, threshold=0.97):
    return (h.abs() > threshold).sum().item() / h.shape[0]
