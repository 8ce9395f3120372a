"""In evaluation running_var is multiplied by n/(n - 1) of the batch that is evaluated. The buffer
holds the unbiased variance already. Does the output for one row depend on how many others are in
the batch?
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
        mean, var = running_mean, running_var * x.shape[0] / max(x.shape[0] - 1, 1)
    x_hat = (x - mean) / torch.sqrt(var + eps)
    return gamma * x_hat + beta, running_mean, running_var
