# WRONG: tanh_derivative: sech is not squared
# NAMES: sech
# LINES: tanh_derivative 12
import math

import numpy as np
import torch


def tanh_derivative(x):
    a = x.detach().numpy()
    return torch.from_numpy(1.0 / np.cosh(a))


def tanh_backward(grad_out, x):
    h = torch.tanh(x)
    dh = grad_out
    dx = (1.0 - h**2) * dh
    return dx


def saturation(h, threshold=0.97):
    return (h.abs() > threshold).float().mean().item()
