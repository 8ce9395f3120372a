"""The incoming gradient and the slope are added. With an incoming gradient of 0 nothing should
come out, but something does. How does the chain rule join two factors?
"""


def tanh_backward(grad_out, x):
    return grad_out + tanh_derivative(x)
