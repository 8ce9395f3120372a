# WRONG: fold_batchnorm: the weights lack gamma
# NAMES: fold_weights_without_gamma
# LINES: fold_batchnorm 10

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    inv = torch.rsqrt(running_var + eps)
    new_weight = W @ torch.diag(inv)
    old = 0 if b is None else b
    centered = old - running_mean
    new_bias = centered * inv * gamma + beta
    return new_weight, new_bias
