# WRONG: batchnorm_forward: momentum is the weight of the old value (as in Keras), old and new are swapped in both buffers

import torch


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *,
    training, momentum=0.1, eps=1e-5, correction=0,
):
    if training:
        if len(x) < 2:
            raise ValueError("need two rows")
        mu = x.mean(0)
        v = x.var(0, correction=correction)
        rm = momentum * running_mean + (1 - momentum) * mu.detach()
        rv = momentum * running_var + (1 - momentum) * x.var(0).detach()
    else:
        mu, v, rm, rv = running_mean, running_var, running_mean, running_var
    return gamma * (x - mu) / torch.sqrt(v + eps) + beta, rm, rv
