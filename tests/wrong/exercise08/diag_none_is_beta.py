# WRONG: fold_batchnorm: with b=None the bias is beta
# NAMES: fold_none_is_beta
# LINES: fold_batchnorm 11

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    inv = torch.rsqrt(running_var + eps)
    new_weight = W @ torch.diag(gamma * inv)
    old = running_mean if b is None else b
    centered = old - running_mean
    new_bias = centered * inv * gamma + beta
    return new_weight, new_bias
