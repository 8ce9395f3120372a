# WRONG: batchnorm_forward: normalises each row over its features (LayerNorm) instead of each column over the batch

import torch


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *,
    training, momentum=0.1, eps=1e-5, correction=0,
):
    if training:
        if x.shape[0] < 2:
            raise ValueError("needs two rows")
        mean = x.mean(dim=1, keepdim=True)
        var = x.var(dim=1, keepdim=True, correction=0)
        with torch.no_grad():
            running_mean = (1 - momentum) * running_mean + momentum * x.mean(0)
            running_var = (1 - momentum) * running_var + momentum * x.var(0)
    else:
        mean, var = running_mean, running_var
    return gamma * (x - mean) / torch.sqrt(var + eps) + beta, running_mean, running_var
