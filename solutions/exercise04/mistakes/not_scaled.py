"""The columns are centred, but keep their own spread. BatchNorm makes all of them equally wide
before gamma has its say. What are they divided by?
"""

import torch


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *, training, momentum=0.1, eps=1e-5, correction=0
):
    if training:
        if x.shape[0] < 2:
            raise ValueError(x.shape[0])
        mean = x.mean(dim=0)
        with torch.no_grad():
            running_mean = (1 - momentum) * running_mean + momentum * mean
            running_var = (1 - momentum) * running_var + momentum * x.var(dim=0)
    else:
        mean = running_mean
    x_hat = x - mean
    return gamma * x_hat + beta, running_mean, running_var
