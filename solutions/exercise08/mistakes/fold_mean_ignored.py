"""The running mean has no effect. BatchNorm subtracts it before it divides. What does it contribute
to the output at x = 0?
"""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = gamma / torch.sqrt(running_var + eps)
    if b is None:
        b = torch.zeros_like(running_mean)
    return W * s, (b - 0 * running_mean) * s + beta
