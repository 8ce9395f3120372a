# WRONG: tanh_derivative: cosh without its 1/2; square missing; x clamped to +-1
# LINES: tanh_derivative 7 8 9
import torch


def tanh_derivative(x):
    z = x.clamp(-1.0, 1.0)  # exp must not overflow
    cosh = torch.exp(z) + torch.exp(-z)
    return 1 / cosh


def tanh_backward(grad_out, x):
    t = torch.tanh(x)
    return grad_out * (1 - t**2)


def saturation(h, threshold=0.97):
    k = torch.count_nonzero(h.abs() > threshold)
    return k.item() / h.numel()
