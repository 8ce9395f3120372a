"""The two results have changed places: first come the weights, then the bias. In which order does
the docstring name them?
"""


def scale_output_layer(W, b, scale=0.01):
    return b * 0, W * scale
