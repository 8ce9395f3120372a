"""The weights alone come back. The layer is made of two tensors, and the caller unpacks two. What
has become of b?
"""


def scale_output_layer(W, b, scale=0.01):
    return W * scale
