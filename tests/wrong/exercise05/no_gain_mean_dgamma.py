# WRONG: batchnorm_backward: gamma missing on the way to x_hat; dgamma is a mean
# LINES: batchnorm_backward 10 11
import torch


def batchnorm_backward(grad_out, cache):
    xhat, istd = cache["x_hat"], cache["inv_std"]
    N = grad_out.shape[0]
    dbeta = grad_out.sum(0)
    dgamma = (grad_out * xhat).mean(0)
    dxhat = grad_out
    s1 = dxhat.sum(0)
    s2 = (dxhat * xhat).sum(0)
    dx = istd * (dxhat - s1 / N - xhat * s2 / (N - cache["correction"]))
    return dx, dgamma, dbeta
