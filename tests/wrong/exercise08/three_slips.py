# WRONG: fold_batchnorm: eps is left out, beta is subtracted, and for b=None a bias of ones is put in place of zeros.
# LINES: fold_batchnorm 8 9 10
import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    if b is None:
        b = torch.ones_like(running_mean)
    s = gamma / running_var.sqrt()
    return W * s, (b - running_mean) * s - beta
