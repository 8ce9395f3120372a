"""Every gradient is divided by the number of examples. The loss has already taken that mean, and
grad_out contains it. What remains for this step to do?
"""


def tanh_backward(grad_out, x):
    return grad_out * tanh_derivative(x) / len(x)
