# WRONG: fold_batchnorm: W is scaled in place, so the network's own weights change
# LINES: fold_batchnorm 11

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = gamma / torch.sqrt(running_var + eps)
    if b is None:
        b = torch.zeros_like(beta)
    W *= s
    return W, (b - running_mean) * s + beta
