"""running_mean is added. BatchNorm takes the mean away, so that outputs lie around beta. Look at x
= 0: where does it start, and which way is it moved?
"""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = gamma / torch.sqrt(running_var + eps)
    b = torch.zeros_like(running_mean) if b is None else b
    return W * s, (b + running_mean) * s + beta
