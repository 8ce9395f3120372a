"""The values are right, but the caller's b has changed after the call. An operator like -= writes
into the tensor that you were given. What gives you a new one?
"""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = gamma / torch.sqrt(running_var + eps)
    if b is None:
        b = torch.zeros_like(running_mean)
    b -= running_mean
    return W * s, b * s + beta
