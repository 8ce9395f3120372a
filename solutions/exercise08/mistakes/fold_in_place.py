"""The caller's W holds the new weights after the call. An operator such as *= writes into the
tensor on its left. How can you make a new one?
"""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = gamma / torch.sqrt(running_var + eps)
    if b is None:
        b = torch.zeros_like(running_mean)
    return W.mul_(s), (b - running_mean) * s + beta
