"""The two arguments seem to be exchanged: the slope is taken at grad_out and multiplied by x. In
which order does the first line of the function name them?
"""


def tanh_backward(grad_out, x):
    return x * tanh_derivative(grad_out)
