# WRONG: batchnorm_backward: the mean path averages over the features of a row instead of the rows of a column, and inv_std is squared at the end.
# LINES: batchnorm_backward 10 12
import torch


def batchnorm_backward(grad_out, cache):
    x_hat = cache["x_hat"]
    n = x_hat.shape[0]
    dx_hat = grad_out.mul(cache["gamma"])
    path_mean = dx_hat.mean(dim=1, keepdim=True)
    path_var = x_hat.mul(dx_hat.mul(x_hat).sum(dim=0)).div(n - cache["correction"])
    dx = (dx_hat - path_mean - path_var) * cache["inv_std"].pow(2)
    return dx, x_hat.mul(grad_out).sum(0), grad_out.sum(0)
