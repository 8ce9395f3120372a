# WRONG: fold_batchnorm: the weights are transposed
# NAMES: fold_transposed
# LINES: fold_batchnorm 14

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    inv = torch.rsqrt(running_var + eps)
    new_weight = W @ torch.diag(gamma * inv)
    old = 0 if b is None else b
    centered = old - running_mean
    new_bias = centered * inv * gamma + beta
    return new_weight.T, new_bias
