# WRONG: tanh_derivative: single precision
# NAMES: float32
# LINES: tanh_derivative 11
import math

import numpy as np
import torch


def tanh_derivative(x):
    t = np.tanh(x.numpy().astype(np.float32))
    return torch.tensor(1 - t ** 2)


def tanh_backward(grad_out, x):
    h = torch.tanh(x)
    dh = grad_out
    dx = (1.0 - h**2) * dh
    return dx


def saturation(h, threshold=0.97):
    return (h.abs() > threshold).float().mean().item()
