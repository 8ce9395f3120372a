# WRONG: batchnorm_forward: mean and variance of the batch are detached, so no gradient flows through them
# WRONG: batchnorm_forward: the momentum is written as 0.1 and 0.9, the argument is ignored

import torch


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *,
    training, momentum=0.1, eps=1e-5, correction=0,
):
    if training:
        if x.shape[0] < 2:
            raise ValueError("at least two examples")
        mean = x.mean(0).detach()
        var = x.var(0, correction=correction).detach()
        running_mean = 0.9 * running_mean + 0.1 * mean
        running_var = 0.9 * running_var + 0.1 * x.var(0).detach()
    else:
        mean, var = running_mean, running_var
    return beta + gamma * ((x - mean) / torch.sqrt(var + eps)), running_mean, running_var
