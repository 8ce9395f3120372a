"""One function is right, the other gives zeros."""

import torch


def double(x):
    return torch.zeros_like(x)


def total(x):
    return x.sum().item()
