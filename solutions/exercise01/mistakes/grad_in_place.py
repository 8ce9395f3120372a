"""Your function changes the caller's grad_out. An operator such as *=, or a name that ends in an
underscore, writes into the tensor. Which line could make a new one instead?
"""


def tanh_backward(grad_out, x):
    return grad_out.copy_(grad_out * tanh_derivative(x))
