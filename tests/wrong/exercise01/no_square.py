# WRONG: tanh_derivative: the square is missing, it returns 1 - tanh(x)
# LINES: tanh_derivative 9

import torch


def tanh_derivative(x):
    t = torch.tanh(x)
    return 1 - t


def tanh_backward(grad_out, x):
    h = torch.tanh(x)
    return (1 - h**2) * grad_out
def saturation(h, threshold=0.97):
    return (h.abs() > threshold).double().mean().item()
