# WRONG: tanh_backward: gradient clipped at 5
# NAMES: clips
# LINES: tanh_backward 10
import math

import torch


def tanh_backward(grad_out, x):
    g = torch.clamp(grad_out, min=-5, max=5)
    return g * (1 - torch.tanh(x) ** 2)


def tanh_derivative(x):
    h = x.tanh()
    h_sq = h * h
    return 1.0 - h_sq


def saturation(h, threshold=0.97):
    return (h.abs() > threshold).float().mean().item()
