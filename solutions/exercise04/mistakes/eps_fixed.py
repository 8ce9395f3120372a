"""The result does not depend on the eps that is passed; a number of its own stands in its place.
Where could the argument be used?
"""

import torch

EPS = 1e-5  # or 1e-12, 1e-10, 1e-8, 1e-7, 1e-6, 1e-4, 1e-3


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
    x_hat = (x - mean) / torch.sqrt(var + EPS)
    return gamma * x_hat + beta, running_mean, running_var
