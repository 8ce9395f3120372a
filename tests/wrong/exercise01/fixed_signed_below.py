# WRONG: saturation: threshold fixed at 0.97; no absolute value; the unsaturated part is returned
# LINES: saturation 19 21
import torch


def slope_from_value(h):
    return 1 - h * h


def tanh_derivative(x):
    return slope_from_value(x.tanh())


def tanh_backward(grad_out, x):
    return grad_out * slope_from_value(x.tanh())


def saturation(h, threshold=0.97):
    above = h > 0.97
    fraction = above.double().mean()
    return 1 - fraction.item()
