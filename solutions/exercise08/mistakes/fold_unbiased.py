"""The variance is corrected again by n/(n - 1). The buffer already holds the unbiased variance, and
evaluation uses it as it is. What is left to correct?
"""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = gamma / torch.sqrt(running_var * len(W) / max(len(W) - 1, 1) + eps)
    if b is None:
        b = torch.zeros_like(running_mean)
    return W * s, (b - running_mean) * s + beta
