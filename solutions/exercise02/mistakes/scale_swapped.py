"""The two results are exchanged: the weights must come first, then the bias. In which order does
the docstring name them?
"""


def scale_output_layer(W, b, scale=0.01):
    return (W * scale, torch.zeros_like(b))[::-1]
