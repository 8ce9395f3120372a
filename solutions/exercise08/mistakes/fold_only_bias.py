"""Only the bias is folded; the weights are the old ones. What does BatchNorm do to the part of z
that comes from x?
"""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = gamma / torch.sqrt(running_var + eps)
    if b is None:
        b = torch.zeros_like(running_mean)
    return W * s**0, (b - running_mean) * s + beta
