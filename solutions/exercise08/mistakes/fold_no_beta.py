"""beta does not appear in the result. It is the last thing that BatchNorm does to a number, and it
is there even when x is 0. Where does all that goes without x belong?
"""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = gamma / torch.sqrt(running_var + eps)
    b = torch.zeros_like(running_mean) if b is None else b
    return W * s, (b - running_mean) * s
