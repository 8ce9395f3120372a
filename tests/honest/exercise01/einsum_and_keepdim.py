"""Products as einsum; dimensions of size one are carried along and dropped at the end."""

import torch


def tanh_derivative(x):
    t = torch.tanh(x).unsqueeze(0)
    return (torch.ones_like(t) - torch.einsum("bij,bij->bij", t, t)).squeeze(0)


def tanh_backward(grad_out, x):
    pair = torch.stack([grad_out, tanh_derivative(x)], dim=-1)
    return pair.prod(dim=-1, keepdim=True)[..., 0]


def saturation(h, threshold=0.97):
    flags = h.abs().gt(threshold).double()
    by_row = flags.mean(dim=1, keepdim=True)
    return torch.einsum("ij->j", by_row).reshape(()) / len(by_row)
