# WRONG: tanh_derivative: a one-sided difference quotient with a coarse step of 0.01 in place of the slope

import torch


def tanh_derivative(x):
    step = 0.01
    return (torch.tanh(x + step) - torch.tanh(x)) / step


def tanh_backward(grad_out, x):
    h = torch.tanh(x)
    return (1 - h**2) * grad_out
def saturation(h, threshold=0.97):
    return (h.abs() > threshold).double().mean().item()
