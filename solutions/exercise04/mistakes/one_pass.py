"""The variance seems to be computed as the mean of the squares minus the square of the mean. Far
from 0 these are two huge, nearly equal numbers, and the digits are lost. What if you subtract the
mean before you square?
"""

import torch


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *, training, momentum=0.1, eps=1e-5, correction=0
):
    if training:
        if x.shape[0] < 2:
            raise ValueError(f"a batch needs at least two rows, got {x.shape[0]}")
        mean = x.mean(dim=0)
        var = ((x**2).mean(dim=0) - mean**2) * x.shape[0] / (x.shape[0] - correction)
        with torch.no_grad():
            running_mean = (1 - momentum) * running_mean + momentum * mean
            running_var = (1 - momentum) * running_var + momentum * var * (
                x.shape[0] - correction
            ) / (x.shape[0] - 1)
    else:
        mean, var = running_mean, running_var
    x_hat = (x - mean) / torch.sqrt(var + eps)
    return gamma * x_hat + beta, running_mean, running_var
