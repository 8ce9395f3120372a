# WRONG: saturation: percent, and only the upper end
# NAMES: sat_no_abs + sat_percent
# LINES: saturation 12 14
import math

import torch


def saturation(h, threshold=0.97):
    hits = 0
    for v in h.flatten():
        if v > threshold:
            hits += 1
    return 100.0 * hits / h.numel()


def tanh_derivative(x):
    h = x.tanh()
    h_sq = h * h
    return 1.0 - h_sq


def tanh_backward(grad_out, x):
    h = torch.tanh(x)
    dh = grad_out
    dx = (1.0 - h**2) * dh
    return dx
