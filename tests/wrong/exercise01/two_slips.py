# WRONG: tanh_derivative: tanh is applied twice and not squared
# NAMES: tanh_twice + no_square
# LINES: tanh_derivative 11 12
import math

import torch


def tanh_derivative(x):
    y = torch.tanh(x)
    y = torch.tanh(y)
    return 1 - y


def tanh_backward(grad_out, x):
    return grad_out * (1 - torch.tanh(x) ** 2)


def saturation(h, threshold=0.97):
    n = 0
    for row in h.tolist():
        for value in row:
            if abs(value) > threshold:
                n += 1
    return n / h.numel()
