# WRONG: batchnorm_forward: running_var takes in the variance that is divided by n - correction, so by n in the usual case, instead of n - 1.
# LINES: batchnorm_forward 19
import torch


def batchnorm_forward(x, gamma, beta, running_mean, running_var, *, training, momentum=0.1,
                      eps=1e-5, correction=0):
    if not training:
        scale = gamma / (running_var + eps).sqrt()
        return (x - running_mean) * scale + beta, running_mean, running_var
    n = x.shape[0]
    if n < 2:
        raise ValueError("need two rows")
    mu = x.sum(0) / n
    xc = x - mu
    var = (xc**2).sum(0) / (n - correction)
    out = xc / (var + eps).sqrt() * gamma + beta
    new_mean = (1 - momentum) * running_mean + momentum * mu.detach()
    new_var = (1 - momentum) * running_var + momentum * var.detach()
    return out, new_mean, new_var
