"""The slope seems to be computed from the incoming gradient. The slope of tanh does not depend on
what arrives from above. From which tensor should it be computed?
"""


def tanh_backward(grad_out, x):
    return grad_out * (1 - grad_out**2)
