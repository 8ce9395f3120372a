# WRONG: fold_batchnorm: eps is added to the standard deviation, after the root, instead of to the variance.
# LINES: fold_batchnorm 7
import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    std = torch.sqrt(running_var) + eps
    factor = gamma.div(std)
    bias = torch.zeros_like(beta) if b is None else b
    new_W = torch.einsum("io,o->io", W, factor)
    new_b = torch.einsum("o,o->o", bias - running_mean, factor) + beta
    return new_W, new_b
