"""Centres with the matrix I - 1/n and squares with einsum."""

import torch


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *, training, momentum=0.1, eps=1e-5, correction=0
):
    n = x.shape[0]
    if training:
        if n < 2:
            raise ValueError(n)
        ones = torch.ones(n, n, dtype=x.dtype)
        first = x[:1]  # shifted to the first row, so that the product keeps its digits
        centred = (torch.eye(n, dtype=x.dtype) - ones / n) @ (x - first)
        squares = torch.einsum("ij,ij->j", centred, centred)
        scale = torch.diag(gamma / torch.sqrt(squares / (n - correction) + eps))
        mean = first[0] + (x - first).mean(dim=0)
        new = mean.detach(), squares.detach() / (n - 1)
        old = running_mean, running_var
        mixed = [(1 - momentum) * o + momentum * w for o, w in zip(old, new, strict=True)]
        return centred @ scale + beta, mixed[0], mixed[1]
    scale = torch.diag(gamma * (running_var + eps).rsqrt())
    return torch.addmm(beta, x - running_mean, scale), running_mean, running_var
