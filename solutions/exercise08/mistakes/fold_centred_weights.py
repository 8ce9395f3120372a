"""The running mean is subtracted from the weights. It is a mean of x @ W + b, and only a product
contains x. Which term of the layer stays when x is 0?
"""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = gamma / torch.sqrt(running_var + eps)
    if b is None:
        b = torch.zeros_like(running_mean)
    return (W - running_mean) * s, (b - 0) * s + beta
