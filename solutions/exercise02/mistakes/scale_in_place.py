"""The values are right, but the caller's W has shrunk and b is 0 after the call. Operators such as
*= and names that end in an underscore write into their tensor. Which expression makes a new one?
"""


def scale_output_layer(W, b, scale=0.01):
    W *= scale
    b.zero_()
    return W, b
