"""The eps that is passed has no effect; a number of its own stands in its place. Which eps does the
trained network have?
"""

import torch

EPS = 1e-5  # or 1e-12, 1e-10, 1e-8, 1e-7, 1e-6, 1e-4, 1e-3


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = gamma / torch.sqrt(running_var + EPS)
    if b is None:
        b = torch.zeros_like(running_mean)
    return W * s, (b - running_mean) * s + beta
