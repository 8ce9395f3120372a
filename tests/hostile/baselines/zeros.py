"""Wrong in both functions: always zero."""

import torch


def double(x):
    return torch.zeros_like(x)


def total(x):
    return 0.0
