# WRONG: batchnorm_forward: the buffers are updated in evaluation, too
# WRONG: batchnorm_forward: the output ignores `correction`, its variance is always divided by n - 1
# LINES: batchnorm_forward 18
# LINES: batchnorm_forward 22

import torch


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *,
    training, momentum=0.1, eps=1e-5, correction=0,
):
    if training and len(x) < 2:
        raise ValueError("batch too small")
    bm = x.mean(0)
    bv = x.var(0)
    if training:
        mean, var = bm, bv
    else:
        mean, var = running_mean, running_var
    out = gamma * (x - mean) / torch.sqrt(var + eps) + beta
    new_mean = running_mean + momentum * (bm.detach() - running_mean)
    new_var = running_var + momentum * (bv.detach() - running_var)
    return out, new_mean, new_var
