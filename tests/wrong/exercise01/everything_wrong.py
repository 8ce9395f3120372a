# WRONG: tanh_derivative: the square is outside
# WRONG: tanh_backward: adds instead of multiplying
# WRONG: saturation: a count
# NAMES: square_outside + adds_grad + sat_count
# LINES: tanh_derivative 14
# LINES: tanh_backward 18
# LINES: saturation 22
import math

import torch


def tanh_derivative(x):
    return (1 - torch.tanh(x)) ** 2


def tanh_backward(grad_out, x):
    return grad_out + (1 - torch.tanh(x) ** 2)


def saturation(h, threshold=0.97):
    return (h.abs() > threshold).sum().item()
