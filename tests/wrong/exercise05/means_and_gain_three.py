# WRONG: batchnorm_backward: dbeta is a mean; gamma as an extra factor in dgamma; variance path without the factor x_hat
# LINES: batchnorm_backward 9 10 13
import torch


def batchnorm_backward(grad_out, cache):
    x_hat = cache["x_hat"]
    dx_hat = grad_out * cache["gamma"]
    dbeta = grad_out.mean(dim=0)
    dgamma = (dx_hat * x_hat).sum(dim=0)
    count = grad_out.shape[0] - cache["correction"]
    projection = (dx_hat * x_hat).sum(dim=0) / count
    dx = cache["inv_std"] * (dx_hat - dx_hat.mean(dim=0) - projection)
    return dx, dgamma, dbeta
