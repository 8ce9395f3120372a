# WRONG: tanh_derivative: writes into x
# LINES: tanh_derivative 9 10
import math

import torch


def tanh_derivative(x):
    x.tanh_()
    x.pow_(2)
    return 1 - x


def tanh_backward(grad_out, x):
    return grad_out * (1 - torch.tanh(x) ** 2)


def saturation(h, threshold=0.97):
    n = 0
    for row in h.tolist():
        for value in row:
            if abs(value) > threshold:
                n += 1
    return n / h.numel()
