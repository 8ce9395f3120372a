# WRONG: batchnorm_forward: in evaluation the output is still normalised with the statistics of the batch
# LINES: batchnorm_forward 15

import torch


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *,
    training, momentum=0.1, eps=1e-5, correction=0,
):
    if training and x.shape[0] < 2:
        raise ValueError("one row has no spread")
    mean = x.mean(dim=0, keepdim=True)
    var = x.var(dim=0, keepdim=True, correction=correction)
    out = gamma * (x - mean) / (var + eps).sqrt() + beta
    if training:
        with torch.no_grad():
            running_mean = (1 - momentum) * running_mean + momentum * mean[0]
            running_var = (1 - momentum) * running_var + momentum * x.var(dim=0)
    return out, running_mean, running_var
