"""The caller's own buffers are changed by the call. A name that ends in an underscore, or an
operator such as *=, writes into its tensor. How can you make new ones?
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
            running_mean = running_mean.copy_((1 - momentum) * running_mean + momentum * mean)
            running_var = running_var.copy_(
                (1 - momentum) * running_var + momentum * x.var(dim=0, correction=1)
            )
    else:
        mean, var = running_mean, running_var
    x_hat = (x - mean) / torch.sqrt(var + eps)
    return gamma * x_hat + beta, running_mean, running_var
