"""Every slope has the right size and the wrong sign. tanh rises everywhere. In which order are the
two terms of the difference?
"""


def tanh_derivative(x):
    t = torch.tanh(x)
    return -(1 - t**2)
