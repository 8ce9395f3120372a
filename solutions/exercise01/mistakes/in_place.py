"""The values are right, but the caller's x holds tanh(x) after the call. In torch a name that ends
in an underscore writes into its tensor. Which call of yours does?
"""


def tanh_derivative(x):
    t = x.tanh_()
    return 1 - t**2
