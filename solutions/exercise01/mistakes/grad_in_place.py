"""The values are right, but the caller's grad_out is scaled after the call. An operator such as *=
writes into the tensor on its left. Which line of yours could make a new one instead?
"""


def tanh_backward(grad_out, x):
    grad_out *= tanh_derivative(x)
    return grad_out
