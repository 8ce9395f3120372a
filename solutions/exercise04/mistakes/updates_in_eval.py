"""The buffers move in evaluation, too. There nothing is learned: the same example must give the
same output tomorrow. Which lines belong to training alone?
"""

import torch


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *, training, momentum=0.1, eps=1e-5, correction=0
):
    if training:
        if x.shape[0] < 2:
            raise ValueError(x.shape[0])
        mean = x.mean(dim=0)
        var = x.var(dim=0, correction=correction)
    else:
        mean, var = running_mean, running_var
    if x.shape[0] > 1:
        with torch.no_grad():
            running_mean = (1 - momentum) * running_mean + momentum * x.mean(dim=0)
            running_var = (1 - momentum) * running_var + momentum * x.var(dim=0)
    x_hat = (x - mean) / torch.sqrt(var + eps)
    return gamma * x_hat + beta, running_mean, running_var
