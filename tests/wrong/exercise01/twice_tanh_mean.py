# WRONG: tanh_backward: tanh applied twice; superfluous division by the batch size
# LINES: tanh_backward 12 14
import torch


def tanh_derivative(x):
    return 1.0 - torch.tanh(x) ** 2


def tanh_backward(grad_out, x):
    h = torch.tanh(x)
    local = tanh_derivative(h)
    dx = grad_out * local
    return dx / x.shape[0]


def saturation(h, threshold=0.97):
    hits = h.abs().gt(threshold)
    return hits.sum().item() / hits.numel()
