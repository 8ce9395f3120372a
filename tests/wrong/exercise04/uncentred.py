# WRONG: batchnorm_forward: the variance of the output is the mean square of x without taking the mean off first.
# LINES: batchnorm_forward 13
import torch


def batchnorm_forward(x, gamma, beta, running_mean, running_var, *, training, momentum=0.1,
                      eps=1e-5, correction=0):
    n, features = x.shape
    if training:
        if n < 2:
            raise ValueError("n < 2")
        mean = torch.einsum("nf->f", x) / n
        var = torch.einsum("nf,nf->f", x, x) / (n - correction)
        d = (x - mean).detach()
        rm = momentum * mean.detach() + (1 - momentum) * running_mean
        rv = momentum * torch.einsum("nf,nf->f", d, d) / (n - 1) + (1 - momentum) * running_var
    else:
        mean, var, rm, rv = running_mean, running_var, running_mean, running_var
    std = torch.sqrt(var + eps)
    return (x - mean) / std * gamma + beta, rm, rv
