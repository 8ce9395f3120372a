"""The incoming gradient is divided by the slope, so that it grows where the gate should be shut.
Is a gradient larger or smaller after a flat stretch of the curve?
"""


def tanh_backward(grad_out, x):
    return grad_out / tanh_derivative(x)
