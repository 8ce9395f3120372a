"""eps is added after the root. It belongs to the variance, under the root; for small variances
these are different numbers. In which order does evaluation do it?
"""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = gamma / (torch.sqrt(running_var) + eps)
    b = torch.zeros_like(running_mean) if b is None else b
    return W * s, (b - running_mean) * s + beta
