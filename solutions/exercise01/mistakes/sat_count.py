"""This is the number of saturated activations; asked for is which part of all they are. With the
same batch twice the number doubles. What should it be divided by?
"""


def saturation(h, threshold=0.97):
    return (h.abs() > threshold).sum().item()
