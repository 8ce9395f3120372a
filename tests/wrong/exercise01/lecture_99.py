# WRONG: saturation: 0.99 is used instead of the threshold
# NAMES: sat_fixed_threshold
# LINES: saturation 10
import math

import torch


def saturation(h, threshold=0.97):
    return (h.abs() > 0.99).float().mean().item()


def tanh_derivative(x):
    t = torch.tanh(x)
    return (1 - t) * (1 + t)


def tanh_backward(grad_out, x):
    h = torch.tanh(x)
    dh = grad_out
    dx = (1.0 - h**2) * dh
    return dx
