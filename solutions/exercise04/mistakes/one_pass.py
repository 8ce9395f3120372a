"""The variance seems to be computed as the mean of the squares less the square of the mean. On
paper that is right. Far from 0 it subtracts two huge, nearly equal numbers, and the digits are
gone. What if you centre first and square then?
"""

import torch


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *, training, momentum=0.1, eps=1e-5, correction=0
):
    if training:
        if x.shape[0] < 2:
            raise ValueError(x.shape[0])
        mean = x.mean(dim=0)
        n = x.shape[0]
        squares = (x**2).sum(dim=0) - n * mean**2
        var = squares / (n - correction)
        with torch.no_grad():
            running_mean = (1 - momentum) * running_mean + momentum * mean
            running_var = (1 - momentum) * running_var + momentum * squares / (n - 1)
    else:
        mean, var = running_mean, running_var
    x_hat = (x - mean) / torch.sqrt(var + eps)
    return gamma * x_hat + beta, running_mean, running_var
