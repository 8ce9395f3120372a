"""Only the activations near -1 are counted. In the picture tanh has a second flat end on the right.
What is your result for -h?
"""


def saturation(h, threshold=0.97):
    is_saturated = -h > threshold
    return is_saturated.double().mean().item()
