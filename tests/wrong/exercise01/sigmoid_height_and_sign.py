# WRONG: tanh_derivative: sigmoid in place of tanh, wrong sign of the square
# NAMES: sigmoid_in_rule + plus
# LINES: tanh_derivative 10 11
import math

import torch


def tanh_derivative(x):
    a = 1 / (1 + torch.exp(-x))
    return 1 + a ** 2


def tanh_backward(grad_out, x):
    h = torch.tanh(x)
    dh = grad_out
    dx = (1.0 - h**2) * dh
    return dx


def saturation(h, threshold=0.97):
    return (h.abs() > threshold).float().mean().item()
