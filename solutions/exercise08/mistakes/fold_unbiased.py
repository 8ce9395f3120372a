"""The variance is corrected once more, by a factor of n / (n - 1). The buffer has been given the
unbiased variance already, and evaluation uses it as it is. What is left to correct?
"""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    n = len(W)
    s = gamma / torch.sqrt(running_var * n / max(n - 1, 1) + eps)
    b = torch.zeros_like(running_mean) if b is None else b
    return W * s, (b - running_mean) * s + beta
