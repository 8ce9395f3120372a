"""The values are right, but the caller's W has shrunk after the call. An operator such as *= writes
into the tensor on its left. Which line of yours could make a new one instead?
"""


def scale_output_layer(W, b, scale=0.01):
    W *= scale
    return W, b * 0
