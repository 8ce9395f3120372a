"""The running mean is subtracted after the scaling. It is a mean of z, in the unit of z, and
BatchNorm takes it away first. What multiplies the difference?
"""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = gamma / torch.sqrt(running_var + eps)
    b = torch.zeros_like(running_mean) if b is None else b
    return W * s, b * s - running_mean + beta
