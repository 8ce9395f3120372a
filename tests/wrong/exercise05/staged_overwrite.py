# WRONG: batchnorm_backward: straight path overwritten by the one through the variance; exponent -1/2 instead of -3/2 in dvar
# LINES: batchnorm_backward 18 20
import torch


def batchnorm_backward(grad_out, cache):
    x, mean, var = cache["x"], cache["mean"], cache["var"]
    n = x.shape[0]
    # out = gamma * x_hat + beta
    dbeta = grad_out.sum(dim=0)
    dgamma = (grad_out * cache["x_hat"]).sum(dim=0)
    dx_hat = grad_out * cache["gamma"]
    # x_hat = xmu * inv_std
    xmu = x - mean
    dxmu = dx_hat * cache["inv_std"]
    dinv_std = (dx_hat * xmu).sum(dim=0)
    # inv_std = (var + eps) ** -0.5
    dvar = -0.5 * (var + cache["eps"]) ** -0.5 * dinv_std
    # var = (xmu ** 2).sum / (n - correction)
    dxmu = 2 * xmu / (n - cache["correction"]) * dvar
    # xmu = x - mean
    dx = dxmu - dxmu.mean(dim=0)
    return dx, dgamma, dbeta
