"""The rows of W are scaled, one for each input. BatchNorm has a scale for each output. Which
dimension of W belongs to the outputs?
"""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = gamma / torch.sqrt(running_var + eps)
    if b is None:
        b = torch.zeros_like(running_mean)
    return W * s[:, None], (b - running_mean) * s + beta
