# WRONG: batchnorm_forward: the running mean is updated in place, the caller's buffer changes
# LINES: batchnorm_forward 17

import torch


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *,
    training, momentum=0.1, eps=1e-5, correction=0,
):
    if training:
        if x.shape[0] < 2:
            raise ValueError("too few rows")
        mean = x.mean(0)
        var = x.var(0, correction=correction)
        with torch.no_grad():
            running_mean.mul_(1 - momentum).add_(momentum * mean)
            running_var = running_var * (1 - momentum) + momentum * x.var(0, correction=1)
    else:
        mean = running_mean
        var = running_var
    xn = (x - mean) / (var + eps) ** 0.5
    return xn * gamma + beta, running_mean, running_var
