# WRONG: fold_batchnorm: eps after the root, and beta subtracted
# NAMES: fold_eps_outside + fold_sign_of_beta
# LINES: fold_batchnorm 9 13

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    inv = 1 / (running_var.sqrt() + eps)
    new_weight = W @ torch.diag(gamma * inv)
    old = 0 if b is None else b
    centered = old - running_mean
    new_bias = centered * inv * gamma - beta
    return new_weight, new_bias
