# WRONG: batchnorm_forward: momentum is a number
# NAMES: momentum_fixed
# LINES: batchnorm_forward 20 21

import torch


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *, training, momentum=0.1, eps=1e-5, correction=0
):
    n = len(x)
    if training:
        if n < 2:
            raise ValueError("need at least two rows")
        mu = x.mean(0)
        centered = x - mu
        sq = (centered**2).sum(0)
        var = sq / (n - correction)
        out = gamma * centered / torch.sqrt(var + eps) + beta
        new_mean = 0.9 * running_mean + 0.1 * mu.detach()
        new_var = 0.9 * running_var + 0.1 * (sq / (n - 1)).detach()
        return out, new_mean, new_var
    out = gamma * (x - running_mean) / torch.sqrt(running_var + eps) + beta
    return out, running_mean, running_var
