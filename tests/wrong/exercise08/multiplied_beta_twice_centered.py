# WRONG: fold_batchnorm: multiplied by the standard deviation instead of divided; the mean is taken off the weights too; beta subtracted
# LINES: fold_batchnorm 9 11 12
import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    zero = torch.zeros_like(beta)
    b0 = zero if b is None else b
    factor = gamma * (running_var + eps) ** 0.5
    layer = torch.vstack([W, b0])
    layer = (layer - running_mean) * factor
    return layer[:-1], layer[-1] - beta
