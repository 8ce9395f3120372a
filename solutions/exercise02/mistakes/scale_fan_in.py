"""The weights are divided by the root of the number of inputs as well. That is the recipe of the
next exercise, and a good one for the layers below. What is the last layer asked to do?
"""


def scale_output_layer(W, b, scale=0.01):
    return W * scale / W.shape[0] ** 0.5, b * 0
