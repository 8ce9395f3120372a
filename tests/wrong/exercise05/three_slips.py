# WRONG: batchnorm_backward: dgamma uses x instead of x_hat, gamma is missing in dx, and correction is added to n in the variance path.
# LINES: batchnorm_backward 9 11 12
import torch


def batchnorm_backward(grad_out, cache):
    n = grad_out.size(dim=0)
    dbeta = grad_out.sum(dim=0)
    dgamma = (grad_out * cache["x"]).sum(dim=0)
    x_hat = cache["x_hat"]
    proj = (grad_out * x_hat).sum(dim=0) / (n + cache["correction"])
    dx = cache["inv_std"] * (grad_out - grad_out.mean(dim=0) - proj * x_hat)
    return dx, dgamma, dbeta
