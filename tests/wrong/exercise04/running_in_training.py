# WRONG: batchnorm_forward: in training the output is normalised with the freshly updated buffers, not with the batch
# WRONG: batchnorm_forward: eps is forgotten

import torch


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *,
    training, momentum=0.1, eps=1e-5, correction=0,
):
    if training:
        if x.shape[0] < 2:
            raise ValueError("no variance of one row")
        running_mean = (1 - momentum) * running_mean + momentum * x.mean(0).detach()
        running_var = (1 - momentum) * running_var + momentum * x.var(0).detach()
    y = (x - running_mean) / torch.sqrt(running_var)
    return gamma * y + beta, running_mean, running_var
