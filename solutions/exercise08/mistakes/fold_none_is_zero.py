"""With b=None the new bias is 0. Two terms of the new bias do not need the old one. What does
BatchNorm make of z = 0?
"""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = gamma / torch.sqrt(running_var + eps)
    if b is None:
        b = running_mean - beta / s
    return W * s, (b - running_mean) * s + beta
