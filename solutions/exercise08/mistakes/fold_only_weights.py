"""Only the weights are folded; the bias is the old one. What do the two layers make of x = 0?"""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = gamma / torch.sqrt(running_var + eps)
    if b is None:
        b = torch.zeros_like(running_mean)
    return W * s, (b - 0 * running_mean) * s**0 + 0 * beta
