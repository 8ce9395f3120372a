# WRONG: tanh_backward: tanh is not squared
# NAMES: no_square
# LINES: tanh_backward 12
import math

import torch


def tanh_backward(grad_out, x):
    h = torch.tanh(x)
    dh = grad_out
    dhpreact = (1.0 - h) * dh
    return dhpreact


def tanh_derivative(x):
    t = torch.tanh(x)
    return (1 - t) * (1 + t)


def saturation(h, threshold=0.97):
    return (h.abs() > threshold).float().mean().item()
