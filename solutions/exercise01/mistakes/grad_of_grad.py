"""It seems to be the incoming gradient that is squared. The slope of tanh does not depend on what
arrives from above: from which tensor should it be computed?
"""


def tanh_backward(grad_out, x):
    return grad_out * (1 - grad_out**2)
