# WRONG: batchnorm_backward: it works out 1/sqrt(var) anew and forgets eps.
# LINES: batchnorm_backward 9
import torch


def batchnorm_backward(grad_out, cache):
    x, mean, var = cache["x"], cache["mean"], cache["var"]
    n = x.shape[0]
    inv = var.rsqrt()
    x_hat = (x - mean) * inv
    dbeta = grad_out.sum(dim=0)
    dgamma = (grad_out * cache["x_hat"]).sum(dim=0)
    d = grad_out * cache["gamma"]
    t = (d * x_hat).sum(dim=0) / (n - cache["correction"])
    dx = inv * (d - d.sum(dim=0) / n - x_hat * t)
    return dx, dgamma, dbeta
