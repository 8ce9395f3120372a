# WRONG: batchnorm_forward: the conventions of Keras
# NAMES: biased_everywhere_flipped
# LINES: batchnorm_forward 18 20 21

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
        var = sq / n
        out = gamma * centered / torch.sqrt(var + eps) + beta
        new_mean = momentum * running_mean + (1 - momentum) * mu.detach()
        new_var = momentum * running_var + (1 - momentum) * (sq / n).detach()
        return out, new_mean, new_var
    out = gamma * (x - running_mean) / torch.sqrt(running_var + eps) + beta
    return out, running_mean, running_var
