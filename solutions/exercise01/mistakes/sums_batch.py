"""The gradients of all examples are added up, so that one row remains. That is right for a bias,
which all examples share. Does each example have its own x?
"""


def tanh_backward(grad_out, x):
    return (grad_out * tanh_derivative(x)).sum(dim=0)
