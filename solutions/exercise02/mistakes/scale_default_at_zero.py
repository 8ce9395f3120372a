"""A scale of 0 is taken for no scale at all, because 0 counts as false. The signature has a default
already. What is left for `or` to do?
"""


def scale_output_layer(W, b, scale=0.01):
    return W * (scale or 0.01), b * 0
