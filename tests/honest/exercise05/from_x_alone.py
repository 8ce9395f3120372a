"""Computes everything anew from x, and looks at nothing else that depends on it."""

import torch


def batchnorm_backward(grad_out, cache):
    x, gamma = cache["x"], cache["gamma"]
    n = len(x) - cache["correction"]
    centred = x - x.mean(dim=0)
    var = x.var(dim=0, correction=cache["correction"])
    std = torch.sqrt(var + cache["eps"])
    g = gamma * grad_out / std
    dx = g - g.mean(dim=0) - centred * (g * centred).sum(dim=0) / n / std**2
    return dx, (grad_out * centred).sum(dim=0) / std, grad_out.sum(dim=0)
