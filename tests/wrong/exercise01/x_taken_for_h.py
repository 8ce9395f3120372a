# WRONG: tanh_backward: treats x as if it were already h and uses 1 - x**2
# LINES: tanh_backward 11

import torch


def tanh_derivative(x):
    h = torch.tanh(x)
    return 1 - h * h
def tanh_backward(grad_out, x):
    dx = (1.0 - x**2) * grad_out  # from the lecture
    return dx


def saturation(h, threshold=0.97):
    return (h.abs() > threshold).double().mean().item()
