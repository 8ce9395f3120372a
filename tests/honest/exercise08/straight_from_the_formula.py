"""The formula written out, the bias split into three sums."""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    std = (running_var + eps) ** 0.5
    new_W = torch.zeros_like(W)
    for j in range(W.shape[1]):
        new_W[:, j] = W[:, j] * gamma[j] / std[j]
    new_b = beta - running_mean * gamma / std
    if b is not None:
        new_b = new_b + b * gamma / std
    return new_W, new_b
