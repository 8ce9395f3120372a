"""Every gradient is divided by the number of all entries. The loss has already taken its mean, and
grad_out contains it. Which two factors does the chain rule have?
"""


def tanh_backward(grad_out, x):
    return grad_out * tanh_derivative(x) / x.numel()
