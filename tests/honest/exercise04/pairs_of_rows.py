"""The variance as half the mean squared difference between two rows, over all pairs."""

import torch


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *, training, momentum=0.1, eps=1e-5, correction=0
):
    n = x.shape[0]
    if training and n < 2:
        raise ValueError("no pairs")
    if training:
        differences = x[:, None, :] - x[None, :, :]  # (n, n, features)
        unbiased = (differences**2).sum(dim=(0, 1)) / (2 * n * (n - 1))
        var = unbiased * (n - 1) / (n - correction)
        centred = differences.mean(dim=1)
        running_mean = (1 - momentum) * running_mean + momentum * x.detach().mean(dim=0)
        running_var = (1 - momentum) * running_var + momentum * unbiased.detach()
    else:
        var, centred = running_var, x - running_mean
    return gamma * centred / (var + eps).sqrt() + beta, running_mean, running_var
