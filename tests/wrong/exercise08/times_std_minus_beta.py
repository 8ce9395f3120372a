# WRONG: fold_batchnorm: multiplies by the standard deviation instead of dividing
# WRONG: fold_batchnorm: beta is subtracted
# LINES: fold_batchnorm 12
# LINES: fold_batchnorm 13

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    if b is None:
        b = 0.0
    mult = gamma * torch.sqrt(running_var + eps)
    return W * mult, (b - running_mean) * mult - beta
