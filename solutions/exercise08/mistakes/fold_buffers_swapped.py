"""running_mean and running_var seem to be exchanged: the root is taken of one that may be negative.
In which order do the arguments come?
"""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = gamma / torch.sqrt(running_mean + eps)
    if b is None:
        b = torch.zeros_like(running_mean)
    return W * s, (b - running_var) * s + beta
