# WRONG: saturation: returns the number of saturated activations instead of the fraction
# LINES: saturation 12

import torch


def tanh_derivative(x):
    return 1.0 - torch.tanh(x).pow(2)
def tanh_backward(grad_out, x):
    return tanh_derivative(x) * grad_out
def saturation(h, threshold=0.97):
    return float(torch.sum(torch.abs(h) > threshold))
