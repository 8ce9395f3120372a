# WRONG: tanh_backward: applies tanh before calling tanh_derivative, which does it again
# LINES: tanh_backward 11

import torch


def tanh_derivative(x):
    return 1.0 - torch.tanh(x).pow(2)
def tanh_backward(grad_out, x):
    h = torch.tanh(x)
    local = tanh_derivative(h)
    return grad_out * local


def saturation(h, threshold=0.97):
    flat = ((h > threshold) | (h < -threshold)).sum().item()
    return flat / h.numel()
