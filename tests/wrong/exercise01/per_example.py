# WRONG: saturation: the count is divided by the number of examples (rows) instead of the number of all activations.
# LINES: saturation 18
import torch


def tanh_derivative(x):
    t = x.tanh()
    slope = torch.ones_like(x)
    slope -= t.square()
    return slope


def tanh_backward(grad_out, x):
    return torch.mul(grad_out, tanh_derivative(x))


def saturation(h, threshold=0.97):
    n = len(h)
    count = torch.count_nonzero(torch.abs(h) > threshold)
    return (count / n).item()
