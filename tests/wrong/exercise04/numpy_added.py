# WRONG: batchnorm_forward: the old value does not decay
# NAMES: momentum_no_decay
# LINES: batchnorm_forward 19 20

import numpy as np
import torch


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *, training, momentum=0.1, eps=1e-5, correction=0
):
    a = np.asarray(x.detach())
    g, b = np.asarray(gamma.detach()), np.asarray(beta.detach())
    rm, rv = np.array(running_mean), np.array(running_var)
    if training:
        if a.shape[0] < 2:
            raise ValueError("one row")
        mean, var = a.mean(axis=0), a.var(axis=0, ddof=correction)
        rm = rm + momentum * mean
        rv = rv + momentum * a.var(axis=0, ddof=1)
    else:
        mean, var = rm, rv
    out = g * ((a - mean) / np.sqrt(var + eps)) + b
    return torch.from_numpy(out), torch.from_numpy(rm), torch.from_numpy(rv)
