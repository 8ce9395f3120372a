# WRONG: saturation: percent
# NAMES: sat_percent
# LINES: saturation 11
import math

import torch


def saturation(h, threshold=0.97):
    frac = (h.abs() > threshold).float().mean()
    return frac.item() * 100


def tanh_derivative(x):
    return 1 - torch.tanh(x) ** 2


def tanh_backward(grad_out, x):
    return grad_out * (1 - torch.tanh(x) ** 2)
