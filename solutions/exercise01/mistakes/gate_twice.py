"""The gradient is multiplied by the slope twice. How many tanh are there between x and h?"""


def tanh_backward(grad_out, x):
    return grad_out * tanh_derivative(x) * tanh_derivative(x)
