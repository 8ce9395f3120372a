"""running_var is used as if it were a standard deviation, as in the lecture's code. Here it is a
variance. Which two steps are missing before the division?
"""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = gamma / running_var
    if b is None:
        b = torch.zeros_like(running_mean)
    return W * s, (b - running_mean) * s + beta
