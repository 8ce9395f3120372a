"""The values are right, but the caller's b is 0 after the call. Writing into b[:], or a name that
ends in an underscore, changes the tensor itself. How can a new one of the same shape be made?
"""


def scale_output_layer(W, b, scale=0.01):
    b[:] = 0
    return W * scale, b
