# WRONG: tanh_backward: multiplies grad_out in place, the caller's gradient changes
# WRONG: saturation: returns per cent, a number from 0 to 100
# LINES: tanh_backward 13
# LINES: saturation 19

import torch


def tanh_derivative(x):
    h = torch.tanh(x)
    return 1 - h * h
def tanh_backward(grad_out, x):
    grad_out *= tanh_derivative(x)
    return grad_out


def saturation(h, threshold=0.97):
    s = (h.abs() > threshold).sum().item()
    return 100 * s / h.numel()
