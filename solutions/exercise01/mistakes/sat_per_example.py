"""The number of saturated activations is divided by the number of examples, which gives the
saturated activations per example. How many activations does the whole batch have?
"""


def saturation(h, threshold=0.97):
    is_saturated = h.abs() > threshold
    return is_saturated.double().sum().item() / len(h)
