# WRONG: fold_batchnorm: it divides by the variance without the root, and beta is scaled together with the bias.
# LINES: fold_batchnorm 7 12
import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = gamma / (running_var + eps)
    if b is None:
        b = torch.zeros_like(beta)
    new_b = b - running_mean
    new_b = new_b + beta
    new_b = new_b * s
    return W * s, new_b
