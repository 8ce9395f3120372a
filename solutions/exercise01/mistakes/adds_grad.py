"""The incoming gradient and the slope are added. With an incoming gradient of 0 the result should
be 0, but it is not. How does the chain rule combine the two?
"""


def tanh_backward(grad_out, x):
    return grad_out + tanh_derivative(x)
