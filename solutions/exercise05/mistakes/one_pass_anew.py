"""The variance seems to be computed again as the mean of the squares minus the square of the mean.
Far from 0 these are two huge, nearly equal numbers. Which entry of the cache makes this subtraction
unnecessary?
"""

import torch


def batchnorm_backward(grad_out, cache):
    x, n = cache["x"], len(grad_out)
    mean = x.mean(dim=0)
    var = ((x**2).mean(dim=0) - mean**2) * n / (n - cache["correction"])
    inv_std = 1 / torch.sqrt(var.clamp(min=0) + cache["eps"])
    x_hat = (x - mean) * inv_std
    dbeta = grad_out.sum(dim=0)
    dgamma = (grad_out * x_hat).sum(dim=0)
    dx_hat = grad_out * cache["gamma"]
    through_mean = -dx_hat.mean(dim=0)
    through_var = -x_hat * (dx_hat * x_hat).sum(dim=0) / (n - cache["correction"])
    dx = inv_std * (dx_hat + through_mean + through_var)
    return dx, dgamma, dbeta
