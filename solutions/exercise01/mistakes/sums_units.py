"""The gradients of all units are added up, so that one number per example remains. tanh acts on
each element alone. Which shape does x have?
"""


def tanh_backward(grad_out, x):
    return (grad_out * tanh_derivative(x)).sum(dim=1)
