"""The buffers move in evaluation, too. The same example must give the same output every time. Which
lines belong to training alone?
"""

import torch


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *, training, momentum=0.1, eps=1e-5, correction=0
):
    if training:
        if x.shape[0] < 2:
            raise ValueError(f"a batch needs at least two rows, got {x.shape[0]}")
        mean = x.mean(dim=0)
        var = x.var(dim=0, correction=correction)
        with torch.no_grad():
            running_mean = (1 - momentum) * running_mean + momentum * mean
            running_var = (1 - momentum) * running_var + momentum * x.var(dim=0, correction=1)
    else:
        mean, var = running_mean, running_var
        with torch.no_grad():
            running_mean = (1 - momentum) * running_mean + momentum * x.mean(dim=0)
            running_var = (1 - momentum) * running_var + momentum * x.var(dim=0, correction=1)
    x_hat = (x - mean) / torch.sqrt(var + eps)
    return gamma * x_hat + beta, running_mean, running_var
