# WRONG: fold_batchnorm: beta is put into the bracket and scaled by gamma / std too
# LINES: fold_batchnorm 10

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    k = gamma / (running_var + eps) ** 0.5
    bias = torch.zeros(W.shape[1], dtype=W.dtype) if b is None else b
    return W * k, k * (bias - running_mean + beta)
