# WRONG: batchnorm_forward: buffer variance follows correction instead of n - 1; evaluation normalizes with the batch
# LINES: batchnorm_forward 13 16 22
import torch


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *, training, momentum=0.1, eps=1e-5, correction=0
):
    n = len(x)
    if training and n < 2:
        raise ValueError(f"{n} row(s) have no spread")
    # step 1: center
    mu = x.mean(dim=0)
    centered = x - mu
    # step 2: variance
    var = centered.square().sum(dim=0) / (n - correction)
    # step 3: normalize, scale, shift
    out = gamma * centered * torch.rsqrt(var + eps) + beta
    # step 4: buffers
    if training:
        running_mean = torch.lerp(running_mean, mu.detach(), momentum)
        running_var = torch.lerp(running_var, var.detach(), momentum)
    return out, running_mean, running_var
