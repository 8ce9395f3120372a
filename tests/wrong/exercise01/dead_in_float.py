# WRONG: saturation: counts units that are saturated for all rows
# NAMES: sat_dead_instead
# LINES: saturation 10
import math

import torch


def saturation(h, threshold=0.97):
    dead = (h.abs() > threshold).all(0)
    return dead.float().mean().item()


def tanh_derivative(x):
    return 1 - torch.tanh(x) ** 2


def tanh_backward(grad_out, x):
    h = torch.tanh(x)
    dh = grad_out
    dx = (1.0 - h**2) * dh
    return dx
