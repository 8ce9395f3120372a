"""The bias is left out of the layer. The weights are as asked; the network goes on adding b, and
trains it. Which bias adds nothing at first?
"""


def scale_output_layer(W, b, scale=0.01):
    return W * scale, None
