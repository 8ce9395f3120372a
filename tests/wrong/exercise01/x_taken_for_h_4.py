# WRONG: tanh_backward: tanh of x forgotten; sign of the slope turned
# LINES: tanh_backward 11 12
import torch


def tanh_derivative(x):
    return 1 - torch.tanh(x).pow(2)


def tanh_backward(grad_out, x):
    slope = x.pow(2)
    slope = slope - 1
    return slope * grad_out


def saturation(h, threshold=0.97):
    return float(torch.mean((torch.abs(h) > threshold).to(torch.float64)))
