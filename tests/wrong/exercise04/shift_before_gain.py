# WRONG: batchnorm_forward: beta is added before gamma multiplies, so the shift is scaled
# LINES: batchnorm_forward 25

import torch


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *,
    training, momentum=0.1, eps=1e-5, correction=0,
):
    if training:
        N, D = x.shape
        if N < 2:
            raise ValueError("N must be at least 2")
        mu = torch.einsum("nd->d", x) / N
        c = x - mu
        ss = torch.einsum("nd,nd->d", c, c)
        var = ss / (N - correction)
        new_rm = torch.lerp(running_mean, mu.detach(), momentum)
        new_rv = torch.lerp(running_var, (ss / (N - 1)).detach(), momentum)
    else:
        c = x - running_mean
        var, new_rm, new_rv = running_var, running_mean, running_var
    xhat = c / torch.sqrt(var + eps)
    return gamma * (xhat + beta), new_rm, new_rv
