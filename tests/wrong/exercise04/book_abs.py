# WRONG: batchnorm_forward: distances are not squared
# LINES: batchnorm_forward 16

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
        sq = centered.abs().sum(0)
        var = sq / (n - correction)
        out = gamma * centered / torch.sqrt(var + eps) + beta
        new_mean = (1 - momentum) * running_mean + momentum * mu.detach()
        new_var = (1 - momentum) * running_var + momentum * (sq / (n - 1)).detach()
        return out, new_mean, new_var
    out = gamma * (x - running_mean) / torch.sqrt(running_var + eps) + beta
    return out, running_mean, running_var
