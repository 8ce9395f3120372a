"""Carries dimensions of size one along and drops them at the end."""

import torch


def tanh_derivative(x):
    stacked = torch.tanh(x).unsqueeze(0).unsqueeze(-1)
    return (1 - stacked.pow(2)).squeeze(-1).squeeze(0)


def tanh_backward(grad_out, x):
    pair = torch.stack([grad_out, tanh_derivative(x)], dim=-1)
    return pair.prod(dim=-1, keepdim=True)[..., 0]


def saturation(h, threshold=0.97):
    flags = h.abs().gt(threshold).double()
    return flags.mean(dim=1, keepdim=True).mean(dim=0, keepdim=True).reshape(())
