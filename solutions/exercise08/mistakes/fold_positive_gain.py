"""The sign of gamma is lost. Training may well turn a gain below 0, and then the output is turned
around. Which call of yours takes the sign away?
"""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = gamma.abs() / torch.sqrt(running_var + eps)
    b = torch.zeros_like(running_mean) if b is None else b
    return W * s, (b - running_mean) * s + beta
