# WRONG: tanh_derivative: the sign is wrong, 1 + tanh(x)**2
# WRONG: tanh_backward: adds the slope to the gradient instead of multiplying
# LINES: tanh_derivative 11
# LINES: tanh_backward 17

import torch


def tanh_derivative(x):
    y = torch.tanh(x)
    return 1 + y * y


def tanh_backward(grad_out, x):
    y = torch.tanh(x)
    slope = 1 - y * y
    return grad_out + slope


def saturation(h, threshold=0.97):
    return (h.abs() > threshold).double().mean().item()
