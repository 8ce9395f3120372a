"""The gradient leaves as it came, as if tanh were a straight line. That holds only at x = 0. What
does the gate do to it at x = 3?
"""


def tanh_backward(grad_out, x):
    return grad_out.clone()
