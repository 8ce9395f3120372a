"""The new buffers are right, but the caller's own buffers have changed along with them. A name that
ends in an underscore, or an operator such as *=, writes into its tensor. How do you make new ones?
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
        with torch.no_grad():
            running_mean.mul_(1 - momentum).add_(momentum * mean)
            running_var.mul_(1 - momentum).add_(momentum * x.var(dim=0))
    else:
        mean, var = running_mean, running_var
    x_hat = (x - mean) / torch.sqrt(var + eps)
    return gamma * x_hat + beta, running_mean, running_var
