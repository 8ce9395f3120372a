"""Takes everything apart into zero-dimensional tensors and hands back lists of them."""

import torch


def tanh_derivative(x):
    one = torch.tensor(1.0, dtype=torch.float64)
    return [[one - entry.tanh() ** 2 for entry in row.unbind()] for row in x.unbind()]


def tanh_backward(grad_out, x):
    slopes = tanh_derivative(x)
    return [torch.stack([g * s for g, s in zip(*pair, strict=True)]) for pair in zip(grad_out, slopes, strict=True)]


def saturation(h, threshold=0.97):
    count = torch.tensor(0)
    for entry in h.reshape(-1):
        count = count + (entry.abs() > torch.tensor(threshold, dtype=h.dtype))
    return count / torch.tensor(h.numel())
