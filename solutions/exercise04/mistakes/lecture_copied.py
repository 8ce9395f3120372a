"""This is the lecture's code: statistics with keepdim, a standard deviation in the buffer, no eps,
and buffers that require grad. Which four of its conventions does the docstring change?
"""

import torch


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *, training, momentum=0.1, eps=1e-5, correction=0
):
    if training:
        if x.shape[0] < 1:
            raise ValueError(f"a batch needs at least two rows, got {x.shape[0]}")
        mean = x.mean(dim=0, keepdim=True)
        var = x.std(dim=0, keepdim=True, correction=1)
        with torch.enable_grad():
            running_mean = (1 - momentum) * running_mean + momentum * mean
            running_var = (1 - momentum) * running_var + momentum * var
    else:
        mean, var = running_mean, running_var
    x_hat = (x - mean) / var
    return gamma * x_hat + beta, running_mean, running_var
