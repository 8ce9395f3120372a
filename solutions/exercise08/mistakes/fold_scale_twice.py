"""The weights are scaled twice. One pass through BatchNorm divides once and stretches once. Which
of your lines does it again?
"""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = gamma / torch.sqrt(running_var + eps)
    b = torch.zeros_like(running_mean) if b is None else b
    return W * s * s, (b - running_mean) * s + beta
