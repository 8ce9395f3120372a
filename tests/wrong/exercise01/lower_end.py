# WRONG: saturation: at the lower end it compares with 1 - threshold (0.03) instead of -threshold, so all negative activations count.
# LINES: saturation 20
import torch


def _slope(t):
    return 1 - t * t


def tanh_derivative(x):
    return _slope(torch.tanh(x))


def tanh_backward(grad_out, x):
    return grad_out * _slope(torch.tanh(x))


def saturation(h, threshold=0.97):
    upper = h > threshold
    lower = h < 1 - threshold
    return (upper | lower).double().mean().item()
