# WRONG: tanh_derivative: overflows for large x
# NAMES: overflow
# LINES: tanh_derivative 12
import math

import torch


def tanh_derivative(x):
    c = (torch.exp(x) + torch.exp(-x)) / 2
    s = (torch.exp(x) - torch.exp(-x)) / 2
    th = s / c
    return 1 - th * th


def tanh_backward(grad_out, x):
    return grad_out * (1 - torch.tanh(x) ** 2)


def saturation(h, threshold=0.97):
    n = 0
    for row in h.tolist():
        for value in row:
            if abs(value) > threshold:
                n += 1
    return n / h.numel()
