# WRONG: batchnorm_backward: the path through the variance is added instead of subtracted
# LINES: batchnorm_backward 14

import torch


def batchnorm_backward(grad_out, cache):
    n = grad_out.shape[0]
    xhat = cache["x_hat"]
    d = grad_out * cache["gamma"]
    # three paths
    straight = d
    via_mean = -d.sum(0) / n
    via_var = xhat * torch.einsum("ij,ij->j", d, xhat) / (n - cache["correction"])
    dx = (straight + via_mean + via_var) * cache["inv_std"]
    return dx, torch.einsum("ij,ij->j", grad_out, xhat), grad_out.sum(0)
