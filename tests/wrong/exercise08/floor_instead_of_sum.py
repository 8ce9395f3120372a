# WRONG: fold_batchnorm: eps is used as a lower limit of the variance instead of being added to it.
# LINES: fold_batchnorm 7
import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    var = running_var.clamp(min=eps)
    s = gamma * var.pow(-0.5)
    z0 = -running_mean if b is None else b - running_mean
    return torch.mul(W, s), torch.mul(z0, s) + beta
