"""All columns are multiplied by the same number. Every output has a variance and a gain of its own.
How many scales are there?
"""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = (gamma / torch.sqrt(running_var + eps)).mean()
    if b is None:
        b = torch.zeros_like(running_mean)
    return W * s, (b - running_mean) * s + beta
