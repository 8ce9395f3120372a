# WRONG: saturation: the second condition is true for nearly all
# NAMES: sat_above_minus
# LINES: saturation 11
import math

import torch


def saturation(h, threshold=0.97):
    upper = h > threshold
    lower = h > -threshold
    return (upper | lower).double().mean().item()


def tanh_derivative(x):
    return 1 - torch.tanh(x) ** 2


def tanh_backward(grad_out, x):
    h = torch.tanh(x)
    dh = grad_out
    dx = (1.0 - h**2) * dh
    return dx
