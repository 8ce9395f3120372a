# WRONG: tanh_derivative: a central difference with a coarse step
# LINES: tanh_derivative 9
import math

import torch


def tanh_derivative(x):
    h = 1e-2
    return (torch.tanh(x + h) - torch.tanh(x - h)) / (2 * h)


def tanh_backward(grad_out, x):
    return grad_out * (1 - torch.tanh(x) ** 2)


def saturation(h, threshold=0.97):
    n = 0
    for row in h.tolist():
        for value in row:
            if abs(value) > threshold:
                n += 1
    return n / h.numel()
