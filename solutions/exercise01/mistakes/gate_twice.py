"""The gradient goes through the gate twice: it is multiplied by the slope, and then again. How many
tanh lie between h and x?
"""


def tanh_backward(grad_out, x):
    return grad_out * tanh_derivative(x) ** 2
