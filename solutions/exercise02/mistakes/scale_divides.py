"""The weights grow where they should shrink: they are divided by the scale. With a scale of 0.01 is
the result larger or smaller than before?
"""


def scale_output_layer(W, b, scale=0.01):
    return W / scale, b * 0
