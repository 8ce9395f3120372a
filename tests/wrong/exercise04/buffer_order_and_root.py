# WRONG: batchnorm_forward: the two buffers are returned in each other's place
# WRONG: batchnorm_forward: divides by the variance, the root is missing
# LINES: batchnorm_forward 22
# LINES: batchnorm_forward 23

import torch


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *,
    training, momentum=0.1, eps=1e-5, correction=0,
):
    if training:
        if x.shape[0] < 2:
            raise ValueError("x needs >= 2 rows")
        mean, var = x.mean(0), x.var(0, correction=correction)
        m2 = (1 - momentum) * running_mean + momentum * mean.detach()
        v2 = (1 - momentum) * running_var + momentum * x.var(0, correction=1).detach()
    else:
        mean, var = running_mean, running_var
        m2, v2 = running_mean, running_var
    x_norm = (x - mean) / (var + eps)
    return gamma * x_norm + beta, v2, m2
