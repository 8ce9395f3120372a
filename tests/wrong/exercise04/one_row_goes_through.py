# WRONG: batchnorm_forward: a batch of a single row is let through in training without a ValueError
# LINES: batchnorm_forward 15

import torch


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *,
    training, momentum=0.1, eps=1e-5, correction=0,
):
    if training:
        n = x.shape[0]
        mean = x.mean(0)
        var = x.var(0, unbiased=False) * n / max(n - correction, 1)
        unb = x.var(0, unbiased=False) * n / max(n - 1, 1)
        rm = (1 - momentum) * running_mean + momentum * mean.detach()
        rv = (1 - momentum) * running_var + momentum * unb.detach()
    else:
        mean, var, rm, rv = running_mean, running_var, running_mean, running_var
    return gamma * (x - mean) / torch.sqrt(var + eps) + beta, rm, rv
