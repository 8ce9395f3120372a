# WRONG: saturation: compares the square of h
# NAMES: sat_squared
# LINES: saturation 10
import math

import torch


def saturation(h, threshold=0.97):
    closeness = h * h
    return float((closeness > threshold).sum()) / h.numel()


def tanh_derivative(x):
    t = torch.tanh(x)
    return (1 - t) * (1 + t)


def tanh_backward(grad_out, x):
    return grad_out * (1 - torch.tanh(x) ** 2)
