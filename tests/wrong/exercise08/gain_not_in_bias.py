# WRONG: fold_batchnorm: the bias is divided by the standard deviation but not multiplied by gamma
# LINES: fold_batchnorm 11

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    b0 = torch.zeros_like(running_mean) if b is None else b
    istd = (running_var + eps).pow(-0.5)
    weight = W @ torch.diag(gamma * istd)
    bias = (b0 - running_mean) * istd + beta
    return weight, bias
