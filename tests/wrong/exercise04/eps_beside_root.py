# WRONG: batchnorm_forward: eps is added to the standard deviation, outside the root
# LINES: batchnorm_forward 23

import torch


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *,
    training, momentum=0.1, eps=1e-5, correction=0,
):
    if training:
        n = x.shape[0]
        if n < 2:
            raise ValueError(f"batch of {n}")
        bmean = x.sum(0) / n
        bvar = ((x - bmean) ** 2).sum(0) / (n - correction)
        unbiased = ((x - bmean) ** 2).sum(0) / (n - 1)
        new_mean = (1 - momentum) * running_mean + momentum * bmean.detach()
        new_var = (1 - momentum) * running_var + momentum * unbiased.detach()
    else:
        bmean, bvar = running_mean, running_var
        new_mean, new_var = running_mean, running_var
    x_hat = (x - bmean) / (torch.sqrt(bvar) + eps)
    return gamma * x_hat + beta, new_mean, new_var
