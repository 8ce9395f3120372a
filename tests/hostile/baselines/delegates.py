"""Right, but by the shortcut that the exercise forbids."""

import torch


def double(x):
    return torch.mul(x, 2)


def total(x):
    return x.sum().item()
