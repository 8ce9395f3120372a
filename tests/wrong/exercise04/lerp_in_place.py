# WRONG: batchnorm_forward: the buffers are changed in place
# NAMES: buffers_in_place
# LINES: batchnorm_forward 21 22

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
    v = torch.var(x, dim=0, correction=correction)
    unbiased = torch.var(x, dim=0, correction=1)
    y = (x - m) * (v + eps) ** -0.5
    with torch.no_grad():
        rm = running_mean.lerp_(m, momentum)
        rv = running_var.lerp_(unbiased, momentum)
    return y * gamma + beta, rm, rv
