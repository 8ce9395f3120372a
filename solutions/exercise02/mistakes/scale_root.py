"""The square root of the scale is used, as if the scale were a variance. It is a plain factor. What
are the weights at a scale of 0.5?
"""


def scale_output_layer(W, b, scale=0.01):
    return W * scale**0.5, torch.zeros_like(b)
