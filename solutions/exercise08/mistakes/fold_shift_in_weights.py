"""beta is added to the weights. A number that is added to the output whatever x is belongs
somewhere else. What does the layer say to x = 0?
"""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = gamma / torch.sqrt(running_var + eps)
    b = torch.zeros_like(running_mean) if b is None else b
    return W * s + beta, (b - running_mean) * s
