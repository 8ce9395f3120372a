"""Only the activations near 1 are counted. Look at the left side of the picture: tanh has a second
flat end. What happens to your count for -h?
"""


def saturation(h, threshold=0.97):
    return (h > threshold).double().mean().item()
