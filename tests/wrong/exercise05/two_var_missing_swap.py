# WRONG: batchnorm_backward: the path through the variance is missing, and dgamma and dbeta are returned in each other's place.
# LINES: batchnorm_backward 10 11
import torch


def batchnorm_backward(grad_out, cache):
    dbeta = torch.sum(grad_out, 0)
    dgamma = torch.sum(grad_out * cache["x_hat"], 0)
    d = grad_out * cache["gamma"]
    dx = (d - torch.mean(d, 0)) * cache["inv_std"]
    return dx, dbeta, dgamma
