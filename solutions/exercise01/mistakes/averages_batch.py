"""Every gradient is divided by the number of examples. That average was taken once, in the loss,
and grad_out holds it already. What is left for this step to do?
"""


def tanh_backward(grad_out, x):
    return grad_out * tanh_derivative(x) / x.shape[0]
