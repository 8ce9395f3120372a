# WRONG: saturation: only the upper end is counted
# NAMES: sat_no_abs
# LINES: saturation 10
import math

import torch


def saturation(h, threshold=0.97):
    return (h > threshold).float().mean().item()


def tanh_derivative(x):
    return 1 - torch.tanh(x) ** 2


def tanh_backward(grad_out, x):
    h = torch.tanh(x)
    dh = grad_out
    dx = (1.0 - h**2) * dh
    return dx
