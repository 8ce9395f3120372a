"""The caller's running_var contains eps after the call. A name that ends in an underscore, or an
operator such as +=, writes into its tensor. How can you make a new one?
"""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = gamma / torch.sqrt(running_var.add_(eps))
    if b is None:
        b = torch.zeros_like(running_mean)
    return W * s, (b - running_mean) * s + beta
