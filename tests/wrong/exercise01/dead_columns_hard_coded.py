# WRONG: saturation: counts whole neurons (columns saturated for every example) instead of single activations
# WRONG: saturation: 0.97 is hard-coded, the threshold is ignored
# LINES: saturation 15
# LINES: saturation 16

import torch


def tanh_derivative(x):
    h = torch.tanh(x)
    return 1 - h * h
def tanh_backward(grad_out, x):
    return tanh_derivative(x) * grad_out
def saturation(h, threshold=0.97):
    sat = torch.abs(h) > 0.97
    return sat.all(dim=0).double().mean().item()
