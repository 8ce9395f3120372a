# WRONG: tanh_derivative: the slope is 0 beyond 3
# LINES: tanh_derivative 10
import math

import torch


def tanh_derivative(x):
    slope = 1 - torch.tanh(x) ** 2
    slope[x.abs() > 3] = 0.0
    return slope


def tanh_backward(grad_out, x):
    h = torch.tanh(x)
    dh = grad_out
    dx = (1.0 - h**2) * dh
    return dx


def saturation(h, threshold=0.97):
    return (h.abs() > threshold).float().mean().item()
