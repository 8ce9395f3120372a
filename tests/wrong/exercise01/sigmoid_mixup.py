# WRONG: tanh_derivative: uses the sigmoid's derivative form t * (1 - t)
# WRONG: saturation: returns the fraction that is not saturated
# LINES: tanh_derivative 11
# LINES: saturation 19

import torch


def tanh_derivative(x):
    t = torch.tanh(x)
    return t * (1 - t)


def tanh_backward(grad_out, x):
    h = torch.tanh(x)
    return (1 - h**2) * grad_out
def saturation(h, threshold=0.97):
    ok = (h.abs() <= threshold).double()
    return ok.mean().item()
