"""The values are right, but running_var holds eps as well after the call. A name that ends in an
underscore, and an operator like +=, writes into the tensor that you were given. What gives you a
new one?
"""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = gamma / running_var.add_(eps).sqrt()
    b = torch.zeros_like(running_mean) if b is None else b
    return W * s, (b - running_mean) * s + beta
