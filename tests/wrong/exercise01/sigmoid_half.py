# WRONG: tanh_derivative: sigmoid of x instead of 2x; factor 2 instead of 4
# LINES: tanh_derivative 8 9
import torch


def tanh_derivative(x):
    # tanh(x) = 2 s(2x) - 1, so the slope comes from the slope of the sigmoid
    s = torch.sigmoid(x)
    return 2 * s * (1 - s)


def tanh_backward(grad_out, x):
    h = torch.tanh(x)
    return grad_out - grad_out * h * h


def saturation(h, threshold=0.97):
    flat = (h > threshold) | (h < -threshold)
    return flat.sum().item() / h.numel()
