# WRONG: tanh_backward: uses x as if it were tanh(x)
# NAMES: skips_tanh
# LINES: tanh_backward 10
import math

import torch


def tanh_backward(grad_out, x):
    local = 1 - x * x
    return local * grad_out


def tanh_derivative(x):
    h = x.tanh()
    h_sq = h * h
    return 1.0 - h_sq


def saturation(h, threshold=0.97):
    n = 0
    for row in h.tolist():
        for value in row:
            if abs(value) > threshold:
                n += 1
    return n / h.numel()
