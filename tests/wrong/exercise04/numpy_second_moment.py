# WRONG: batchnorm_forward: takes the mean of the squares as variance (the square of the mean is not subtracted)

import numpy as np
import torch


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *,
    training, momentum=0.1, eps=1e-5, correction=0,
):
    a = x.detach().numpy()
    rm, rv = running_mean.numpy(), running_var.numpy()
    if training:
        if a.shape[0] < 2:
            raise ValueError("need a real batch")
        mu = a.mean(axis=0)
        sq = (a**2).mean(axis=0)
        n = a.shape[0]
        var = sq * n / (n - correction)
        rm = (1 - momentum) * rm + momentum * mu
        rv = (1 - momentum) * rv + momentum * sq * n / (n - 1)
    else:
        mu, var = rm, rv
    out = gamma.detach().numpy() * (a - mu) / np.sqrt(var + eps) + beta.detach().numpy()
    return torch.from_numpy(out), torch.from_numpy(np.array(rm)), torch.from_numpy(np.array(rv))
