# WRONG: batchnorm_forward: the running variance is fed with the standard deviation of the batch
# LINES: batchnorm_forward 16

import torch


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *,
    training, momentum=0.1, eps=1e-5, correction=0,
):
    if training:
        if x.size(0) < 2:
            raise ValueError
        mean, var = x.mean(0), x.var(0, correction=correction)
        r_mean = (1 - momentum) * running_mean + momentum * mean.detach()
        r_var = (1 - momentum) * running_var + momentum * x.std(0).detach()
    else:
        mean, var = running_mean, running_var
        r_mean, r_var = running_mean, running_var
    normed = (x - mean) / torch.sqrt(var + eps)
    return torch.addcmul(beta, gamma, normed), r_mean, r_var
