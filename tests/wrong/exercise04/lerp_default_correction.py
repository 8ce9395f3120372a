# WRONG: batchnorm_forward: torch's own correction
# NAMES: bessel_forward
# LINES: batchnorm_forward 17

import torch


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *, training, momentum=0.1, eps=1e-5, correction=0
):
    if not training:
        scale = gamma / (running_var + eps).sqrt()
        return x * scale + (beta - running_mean * scale), running_mean, running_var
    if x.shape[0] == 1:
        raise ValueError("one row")
    m = torch.mean(x, dim=0)
    v = torch.var(x, dim=0)
    unbiased = torch.var(x, dim=0, correction=1)
    y = (x - m) * (v + eps) ** -0.5
    with torch.no_grad():
        rm = torch.lerp(running_mean, m, momentum)
        rv = torch.lerp(running_var, unbiased, momentum)
    return y * gamma + beta, rm, rv
