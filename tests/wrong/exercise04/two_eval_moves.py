# WRONG: batchnorm_forward: the buffers move in evaluation as well, and they take in eps with the variance.
# LINES: batchnorm_forward 12 14 15
import torch


def batchnorm_forward(x, gamma, beta, running_mean, running_var, *, training, momentum=0.1,
                      eps=1e-5, correction=0):
    if training and x.shape[0] < 2:
        raise ValueError("one row has no variance")
    bm = x.mean(dim=0)
    bv = x.var(dim=0, correction=correction)
    bessel = x.var(dim=0, correction=1) + eps
    keep = 1.0 - momentum
    new_mean = (keep * running_mean + momentum * bm).detach()
    new_var = (keep * running_var + momentum * bessel).detach()
    use_mean, use_var = (bm, bv) if training else (running_mean, running_var)
    return gamma * ((x - use_mean) / (use_var + eps).sqrt()) + beta, new_mean, new_var
