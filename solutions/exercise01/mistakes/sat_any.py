"""This counts the neurons that are saturated for at least one example, which soon is all of them.
The fraction is one of single activations. Over what should the average run?
"""


def saturation(h, threshold=0.97):
    return (h.abs() > threshold).any(dim=0).double().mean().item()
