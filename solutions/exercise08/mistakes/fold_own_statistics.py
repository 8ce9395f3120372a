"""The statistics are taken from the numbers in W. BatchNorm knows those of z, which depend on the
data; training has left them in two of the arguments. Which ones?
"""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = gamma / torch.sqrt(W.var(dim=0, correction=0) + eps)
    b = torch.zeros_like(running_mean) if b is None else b
    return W * s, (b - W.mean(dim=0)) * s + beta
