"""Keeps every dimension until the last line."""

import torch


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *, training, momentum=0.1, eps=1e-5, correction=0
):
    gamma, beta = gamma.unsqueeze(0), beta[None, :]
    running = torch.stack([running_mean, running_var]).unsqueeze(1)
    if training:
        if x.size(0) < 2:
            raise ValueError("too few rows")
        mean = x.mean(0, keepdim=True)
        var = x.var(0, keepdim=True, correction=correction)
        batch = torch.stack([mean, x.var(0, keepdim=True, unbiased=True)]).detach()
        running = running * (1 - momentum) + batch * momentum
    else:
        mean, var = running
    out = (x - mean) * torch.rsqrt(var + eps) * gamma + beta
    return out, running[0].squeeze(0), running[1].squeeze(0)
