"""All columns are multiplied by one and the same number. Every output has a variance of its own,
and a gain. How many scales are there?
"""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = gamma / torch.sqrt(running_var + eps)
    b = torch.zeros_like(running_mean) if b is None else b
    s = s.mean()
    return W * s, (b - running_mean) * s + beta
