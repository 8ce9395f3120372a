"""The weights are divided by the scale and grow. With a scale of 0.01, should the result be larger
or smaller than before?
"""


def scale_output_layer(W, b, scale=0.01):
    return W / scale, torch.zeros_like(b)
