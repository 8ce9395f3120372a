"""The weights are multiplied by the standard deviation, so a wide output becomes wider still.
Normalising is to make it 1. Which way does that go?
"""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = gamma * torch.sqrt(running_var + eps)
    b = torch.zeros_like(running_mean) if b is None else b
    return W * s, (b - running_mean) * s + beta
