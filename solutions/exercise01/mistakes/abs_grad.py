"""A negative gradient becomes positive on its way back. The slope is a number between 0 and 1. Can
a product with such a number change its sign?
"""


def tanh_backward(grad_out, x):
    return grad_out.abs() * tanh_derivative(x)
