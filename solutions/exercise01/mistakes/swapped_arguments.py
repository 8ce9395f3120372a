"""The two arguments seem to have changed places: the slope is taken at grad_out and multiplies x.
In which order does the first line of the function name them?
"""


def tanh_backward(grad_out, x):
    return x * tanh_derivative(grad_out)
