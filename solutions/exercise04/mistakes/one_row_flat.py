"""A single row is taken for a batch of spread 0. The output is then beta, whatever comes in, and
nobody notices. Can you look at the number of rows and raise ValueError?
"""

import torch


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *, training, momentum=0.1, eps=1e-5, correction=0
):
    if training:
        mean = x.mean(dim=0)
        centred = ((x - mean) ** 2).sum(dim=0)
        var = centred / max(x.shape[0] - correction, 1)
        with torch.no_grad():
            running_mean = (1 - momentum) * running_mean + momentum * mean
            running_var = (1 - momentum) * running_var + momentum * centred / max(x.shape[0] - 1, 1)
    else:
        mean, var = running_mean, running_var
    x_hat = (x - mean) / torch.sqrt(var + eps)
    return gamma * x_hat + beta, running_mean, running_var
