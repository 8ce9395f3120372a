# WRONG: fold_batchnorm: eps outside the root; beta is scaled as well
# LINES: fold_batchnorm 7 10
import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    std = running_var.sqrt() + eps
    s = gamma / std
    old = 0.0 if b is None else b
    new_b = s * (old - running_mean + beta)
    return W * s, new_b
