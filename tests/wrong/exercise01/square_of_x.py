# WRONG: tanh_derivative: returns 1 - x**2, x has not been through tanh
# LINES: tanh_derivative 8

import torch


def tanh_derivative(x):
    return 1 - x**2


def tanh_backward(grad_out, x):
    h = torch.tanh(x)
    return (1 - h**2) * grad_out
def saturation(h, threshold=0.97):
    flat = ((h > threshold) | (h < -threshold)).sum().item()
    return flat / h.numel()
