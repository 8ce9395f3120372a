# WRONG: fold_batchnorm: the last row of W stays 0
# LINES: fold_batchnorm 15

import math

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    rows, columns = W.shape
    new_W, new_b = torch.zeros_like(W), torch.zeros_like(beta)
    for j in range(columns):
        std = math.sqrt(float(running_var[j]) + eps)
        factor = float(gamma[j]) / std
        for i in range(rows - 1):
            new_W[i, j] = W[i, j] * factor
        before = 0.0 if b is None else float(b[j])
        new_b[j] = (before - float(running_mean[j])) * factor + float(beta[j])
    return new_W, new_b
