# WRONG: batchnorm_forward: eps forgotten in training; batch mean and variance detached from the graph; buffer variance divided by n
# LINES: batchnorm_forward 19 23 24
import torch


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *, training, momentum=0.1, eps=1e-5, correction=0
):
    m = x.shape[0]

    def normalize(mean, std):
        return gamma * ((x - mean) / std) + beta

    if not training:
        return normalize(running_mean, (running_var + eps).sqrt()), running_mean, running_var

    if m <= 1:
        raise ValueError("cannot train on a single row")
    with torch.no_grad():
        mean = x.mean(0)
        var = x.var(0, correction=0)
        running_mean = running_mean * (1 - momentum) + mean * momentum
        running_var = running_var * (1 - momentum) + var * momentum
    std = torch.sqrt(var * (m / (m - correction)))
    return normalize(mean, std), running_mean, running_var
