"""The buffers move by a tenth, whatever momentum is passed. That is only the default. Can you use
the argument?
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
            running_mean = 0.9 * running_mean + 0.1 * mean
            running_var = 0.9 * running_var + 0.1 * x.var(dim=0)
    else:
        mean, var = running_mean, running_var
    x_hat = (x - mean) / torch.sqrt(var + eps)
    return gamma * x_hat + beta, running_mean, running_var
