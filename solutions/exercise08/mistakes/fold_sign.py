"""running_mean is added. BatchNorm subtracts the mean. In which direction does it move the output
at x = 0?
"""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = gamma / torch.sqrt(running_var + eps)
    if b is None:
        b = torch.zeros_like(running_mean)
    return W * s, (b + running_mean) * s + beta
