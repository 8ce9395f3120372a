"""numpy from end to end: arrays go back, and gradients never had a chance."""

import numpy as np


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *, training, momentum=0.1, eps=1e-5, correction=0
):
    x, gamma, beta = x.numpy(), gamma.numpy(), beta.numpy()
    mean, var = running_mean.numpy(), running_var.numpy()
    if training:
        if len(x) < 2:
            raise ValueError("a single row")
        kept = 1 - momentum
        new_mean = kept * mean + momentum * np.mean(x, axis=0)
        new_var = kept * var + momentum * np.var(x, axis=0, ddof=1)
        mean, var = x.mean(axis=0), x.var(axis=0, ddof=correction)
    else:
        new_mean, new_var = mean.copy(), var.copy()
    return gamma * (x - mean) / np.sqrt(var + eps) + beta, new_mean, new_var
