"""Without a bias the function stops with an error. A Linear before a BatchNorm usually has none.
Which number stands for a missing bias in a sum?
"""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = gamma / torch.sqrt(running_var + eps)
    if b is None:
        raise TypeError("a layer needs a bias")
    return W * s, (b - running_mean) * s + beta
