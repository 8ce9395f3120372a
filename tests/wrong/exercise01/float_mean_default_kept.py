# WRONG: saturation: the threshold is ignored
# NAMES: sat_fixed_threshold
# LINES: saturation 10
import math

import torch


def saturation(h, threshold=0.97):
    sat = (h.abs() > 0.97).float()
    return sat.mean().item()


def tanh_derivative(x):
    h = x.tanh()
    h_sq = h * h
    return 1.0 - h_sq


def tanh_backward(grad_out, x):
    return grad_out * (1 - torch.tanh(x) ** 2)
