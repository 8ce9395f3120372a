"""Every product is an einsum, and so is the mean."""

import torch


def tanh_derivative(x):
    t = torch.tanh(x)
    return torch.ones_like(x) - torch.einsum("ij,ij->ij", t, t)


def tanh_backward(grad_out, x):
    return torch.einsum("nd,nd->nd", grad_out, tanh_derivative(x))


def saturation(h, threshold=0.97):
    flags = (torch.einsum("ij,->ij", h.sign(), torch.tensor(1.0).double()) * h > threshold).double()
    return torch.einsum("ij->", flags) / h.numel()
