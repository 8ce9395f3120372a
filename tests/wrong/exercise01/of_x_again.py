# WRONG: saturation: puts h through tanh once more before comparing
# LINES: saturation 13

import torch


def tanh_derivative(x):
    h = torch.tanh(x)
    return 1 - h * h
def tanh_backward(grad_out, x):
    return tanh_derivative(x) * grad_out
def saturation(h, threshold=0.97):
    act = torch.tanh(h)
    mask = act.abs() > threshold
    return mask.float().mean().item()
