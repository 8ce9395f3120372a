"""The bias comes first and the weights second. In which order are they asked for?"""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = gamma / torch.sqrt(running_var + eps)
    b = torch.zeros_like(running_mean) if b is None else b
    return (b - running_mean) * s + beta, W * s
