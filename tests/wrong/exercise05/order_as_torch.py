# WRONG: batchnorm_backward: dbeta and dgamma are returned in each other's place
# LINES: batchnorm_backward 16

import torch


def batchnorm_backward(grad_out, cache):
    x_hat = cache["x_hat"]
    n = x_hat.shape[0]
    delta = grad_out * cache["gamma"]
    dx = delta - torch.mean(delta, 0, keepdim=True)
    dx = dx - x_hat * torch.sum(delta * x_hat, 0, keepdim=True) / (n - cache["correction"])
    dx = dx * cache["inv_std"]
    dshift = torch.sum(grad_out, 0)
    dscale = torch.sum(grad_out * x_hat, 0)
    return dx, dshift, dscale
