"""This folds a BatchNorm that stands before the Linear: it scales the inputs and sends the shift
through W. Here it comes after. Which of the two layers receives x?
"""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = gamma / torch.sqrt(running_var + eps)
    if b is None:
        b = torch.zeros_like(running_mean)
    return W * s[:, None], (beta - running_mean * s) @ W + b
