"""The statistics seem to be computed again from x with torch's var, which divides by n - 1, while
the path through the variance divides by n. Which convention does the cache name?
"""

import torch


def batchnorm_backward(grad_out, cache):
    n = len(grad_out)
    centred = cache["x"] - cache["x"].mean(dim=0)
    inv_std = 1 / torch.sqrt(cache["x"].var(dim=0) + cache["eps"])
    x_hat = centred * inv_std
    dbeta = grad_out.sum(dim=0)
    dgamma = (grad_out * x_hat).sum(dim=0)
    dx_hat = grad_out * cache["gamma"]
    through_mean = -dx_hat.mean(dim=0)
    through_var = -x_hat * (dx_hat * x_hat).sum(dim=0) / n
    dx = inv_std * (dx_hat + through_mean + through_var)
    return dx, dgamma, dbeta
