# WRONG: fold_batchnorm: eps is added to the standard deviation, after the root
# LINES: fold_batchnorm 8

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    sigma = running_var.sqrt() + eps
    if b is None:
        b = torch.zeros_like(beta)
    return W * gamma / sigma, gamma * (b - running_mean) / sigma + beta
