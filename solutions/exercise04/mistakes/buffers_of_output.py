"""The buffers collect mean and variance of the output. In evaluation they are used to normalize x.
Of which tensor do they have to be the statistics?
"""

import torch


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *, training, momentum=0.1, eps=1e-5, correction=0
):
    if training:
        if x.shape[0] < 2:
            raise ValueError(f"a batch needs at least two rows, got {x.shape[0]}")
        mean = x.mean(dim=0)
        var = x.var(dim=0, correction=correction)
        with torch.no_grad():
            running_mean = (1 - momentum) * running_mean + momentum * mean
            running_var = (1 - momentum) * running_var + momentum * x.var(dim=0, correction=1)
    else:
        mean, var = running_mean, running_var
    x_hat = (x - mean) / torch.sqrt(var + eps)
    out = gamma * x_hat + beta
    if training:
        with torch.no_grad():
            running_mean = running_mean + momentum * (out.mean(dim=0) - mean)
            running_var = running_var + momentum * (out.var(dim=0) - x.var(dim=0))
    return out, running_mean, running_var
