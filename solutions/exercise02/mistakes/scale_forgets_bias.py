"""Only the weights are returned. The layer consists of two tensors, and the caller unpacks two.
What has become of b?
"""


def scale_output_layer(W, b, scale=0.01):
    return (W * scale, torch.zeros_like(b))[0]
