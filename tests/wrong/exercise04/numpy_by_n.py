# WRONG: batchnorm_forward: every variance is divided by n
# NAMES: biased_everywhere
# LINES: batchnorm_forward 18 20

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
        mean, var = a.mean(axis=0), a.var(axis=0)
        rm = rm + momentum * (mean - rm)
        rv = rv + momentum * (var - rv)
    else:
        mean, var = rm, rv
    out = g * ((a - mean) / np.sqrt(var + eps)) + b
    return torch.from_numpy(out), torch.from_numpy(rm), torch.from_numpy(rv)
