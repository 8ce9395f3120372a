"""gamma and beta have changed places. One of them multiplies and one is added. Which is which?"""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = beta / torch.sqrt(running_var + eps)
    b = torch.zeros_like(running_mean) if b is None else b
    return W * s, (b - running_mean) * s + gamma
