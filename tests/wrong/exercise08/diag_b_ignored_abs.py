# WRONG: fold_batchnorm: ignores b, and the sign of gamma in the weights
# LINES: fold_batchnorm 9 10

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    inv = torch.rsqrt(running_var + eps)
    new_weight = W @ torch.diag(gamma.abs() * inv)
    old = 0
    centered = old - running_mean
    new_bias = centered * inv * gamma + beta
    return new_weight, new_bias
