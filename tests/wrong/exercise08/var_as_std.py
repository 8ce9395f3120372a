# WRONG: fold_batchnorm: divides by the variance, the root is missing
# LINES: fold_batchnorm 8

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    scale = gamma / (running_var + eps)
    new_W = torch.einsum("io,o->io", W, scale)
    old_b = 0 if b is None else b
    new_b = (old_b - running_mean) * scale + beta
    return new_W, new_b
