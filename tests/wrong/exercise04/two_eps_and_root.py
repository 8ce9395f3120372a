# WRONG: batchnorm_forward: eps is added after the root, and running_var stores the standard deviation of the batch instead of its variance.
# LINES: batchnorm_forward 15 19
import torch


def batchnorm_forward(x, gamma, beta, running_mean, running_var, *, training, momentum=0.1,
                      eps=1e-5, correction=0):
    if training:
        if x.shape[0] < 2:
            raise ValueError("too few rows")
        mean = x.mean(dim=0)
        std = x.std(dim=0, correction=correction)
        with torch.no_grad():
            running_mean = (1 - momentum) * running_mean + momentum * mean
            running_var = (1 - momentum) * running_var + momentum * x.std(dim=0)
    else:
        mean = running_mean
        std = running_var.sqrt()
    x_hat = (x - mean) / (std + eps)
    return gamma * x_hat + beta, running_mean, running_var
