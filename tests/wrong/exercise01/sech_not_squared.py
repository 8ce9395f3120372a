# WRONG: tanh_derivative: it returns sech(x), the square of 1/cosh is missing.
# LINES: tanh_derivative 10
import math

import torch


def tanh_derivative(x):
    """d tanh = sech^2."""
    return torch.cosh(x).reciprocal()


def tanh_backward(grad_out, x):
    # own copy of the slope, element by element
    out = torch.empty(grad_out.shape, dtype=grad_out.dtype)
    flat_x, flat_g, flat_o = x.reshape(-1), grad_out.reshape(-1), out.view(-1)
    for i in range(flat_x.numel()):
        t = math.tanh(flat_x[i].item())
        flat_o[i] = flat_g[i].item() * (1.0 - t * t)
    return out


def saturation(h, threshold=0.97):
    return (h.abs() > threshold).to(torch.float64).mean().item()
