# WRONG: batchnorm_forward: the variance for the buffer follows `correction` instead of always being divided by n - 1
# LINES: batchnorm_forward 21

import torch


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *,
    training, momentum=0.1, eps=1e-5, correction=0,
):
    if not training:
        y = (x - running_mean) * torch.rsqrt(running_var + eps)
        return y * gamma + beta, running_mean, running_var
    if x.shape[0] <= 1:
        raise ValueError("at least two rows please")
    m = torch.mean(x, dim=0)
    s2 = torch.var(x, dim=0, correction=correction)
    y = (x - m) * torch.rsqrt(s2 + eps)
    with torch.no_grad():
        running_mean = running_mean + momentum * (m - running_mean)
        running_var = running_var + momentum * (s2 - running_var)
    return y * gamma + beta, running_mean, running_var
