"""All weights are 0. The loss would be perfect at first, and then nothing below this layer would
hear of a gradient in the first step. Exercise 07 shows why; what did scale ask for?
"""


def scale_output_layer(W, b, scale=0.01):
    return W * 0, b * 0
