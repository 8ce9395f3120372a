"""Lists of tensors without dimensions; the saturated fraction is float32, as in the lecture."""

import torch


def tanh_derivative(x):
    one = torch.tensor(1.0, dtype=torch.float64)
    return [[one - entry.tanh() ** 2 for entry in row.unbind()] for row in x.unbind()]


def tanh_backward(grad_out, x):
    gradient = []
    for upstream, slopes in zip(grad_out, tanh_derivative(x), strict=True):
        gradient.append(torch.stack([g * s for g, s in zip(upstream, slopes, strict=True)]))
    return gradient


def saturation(h, threshold=0.97):
    return (h.float().abs() > torch.tensor(threshold)).float().mean()
