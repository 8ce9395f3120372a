# WRONG: tanh_backward: the arguments are exchanged
# NAMES: swapped_arguments
# LINES: tanh_backward 9
import math

import torch


def tanh_backward(x, grad_out):
    return (1 - x.tanh() ** 2) * grad_out


def tanh_derivative(x):
    t = torch.tanh(x)
    return (1 - t) * (1 + t)


def saturation(h, threshold=0.97):
    n = 0
    for row in h.tolist():
        for value in row:
            if abs(value) > threshold:
                n += 1
    return n / h.numel()
