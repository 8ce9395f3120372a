"""Where no eps is passed, another default is used than the stub's. Which default does the signature
name?
"""

import torch

EPS = 1e-3  # or 1e-12, 1e-10, 1e-8, 1e-7, 1e-6, 1e-4, 0.1


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=EPS):
    s = gamma / torch.sqrt(running_var + eps)
    if b is None:
        b = torch.zeros_like(running_mean)
    return W * s, (b - running_mean) * s + beta
