# WRONG: saturation: divides by the number of rows
# NAMES: sat_per_example
# LINES: saturation 13
import math

import torch


def saturation(h, threshold=0.97):
    total = 0
    for row in h:
        total += int((row.abs() > threshold).sum())
    return total / len(h)


def tanh_derivative(x):
    t = torch.tanh(x)
    return (1 - t) * (1 + t)


def tanh_backward(grad_out, x):
    return grad_out * (1 - torch.tanh(x) ** 2)
