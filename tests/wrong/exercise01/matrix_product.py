# WRONG: tanh_backward: a matrix product
# LINES: tanh_backward 9
import math

import torch


def tanh_backward(grad_out, x):
    return grad_out @ (1 - torch.tanh(x) ** 2).T


def tanh_derivative(x):
    return 1 - torch.tanh(x) ** 2


def saturation(h, threshold=0.97):
    return (h.abs() > threshold).float().mean().item()
