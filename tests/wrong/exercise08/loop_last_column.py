# WRONG: fold_batchnorm: every column scaled with the factor of the one before; bias without beta
# LINES: fold_batchnorm 15 16
import math

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    fan_out = W.shape[1]
    if b is None:
        b = torch.zeros(fan_out, dtype=W.dtype)
    new_W, new_b = torch.empty_like(W), torch.empty_like(beta)
    factors = [float(gamma[j]) / math.sqrt(float(running_var[j]) + eps) for j in range(fan_out)]
    for j in range(fan_out):
        new_W[:, j] = W[:, j] * factors[j - 1]
        new_b[j] = (b[j] - running_mean[j]) * factors[j]
    return new_W, new_b
