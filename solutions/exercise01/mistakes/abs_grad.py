"""A gradient that arrives with a minus sign leaves without it. The gate multiplies by a number
between 0 and 1: can such a product change its sign?
"""


def tanh_backward(grad_out, x):
    return grad_out.abs() * tanh_derivative(x)
