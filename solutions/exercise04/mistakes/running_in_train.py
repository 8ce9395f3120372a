"""In training the output changes with the buffers it is given. They are only a memory for later;
whose mean makes the columns of this batch centred?
"""

import torch


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *, training, momentum=0.1, eps=1e-5, correction=0
):
    if training:
        if x.shape[0] < 2:
            raise ValueError(x.shape[0])
        mean, var = running_mean, running_var
        with torch.no_grad():
            running_mean = (1 - momentum) * running_mean + momentum * x.mean(dim=0)
            running_var = (1 - momentum) * running_var + momentum * x.var(dim=0)
    else:
        mean, var = running_mean, running_var
    x_hat = (x - mean) / torch.sqrt(var + eps)
    return gamma * x_hat + beta, running_mean, running_var
