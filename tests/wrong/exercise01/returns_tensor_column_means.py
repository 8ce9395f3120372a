# WRONG: saturation: one number per column
# LINES: saturation 9
import math

import torch


def saturation(h, threshold=0.97):
    return (h.abs() > threshold).float().mean(0)


def tanh_derivative(x):
    t = torch.tanh(x)
    return (1 - t) * (1 + t)


def tanh_backward(grad_out, x):
    h = torch.tanh(x)
    dh = grad_out
    dx = (1.0 - h**2) * dh
    return dx
