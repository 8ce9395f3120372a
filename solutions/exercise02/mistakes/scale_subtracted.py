"""The scale is subtracted from the weights. A weight shrinks in proportion to its size. Which
operation does that?
"""


def scale_output_layer(W, b, scale=0.01):
    return W - scale, torch.zeros_like(b)
