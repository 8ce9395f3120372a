"""eps is left out. Where a variance is small, or 0, it makes all the difference, and in evaluation
the network is used with it. Where does it stand?
"""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = gamma / torch.sqrt(running_var)
    b = torch.zeros_like(running_mean) if b is None else b
    return W * s, (b - running_mean) * s + beta
