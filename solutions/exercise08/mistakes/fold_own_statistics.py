"""The statistics are computed from the numbers in W. BatchNorm uses those of z, which depend on the
data. Which two arguments hold them?
"""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = gamma / torch.sqrt(W.var(dim=0, correction=0) + eps)
    if b is None:
        b = torch.zeros_like(running_mean)
    return W * s, (b - W.mean(dim=0)) * s + beta
