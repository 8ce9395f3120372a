# WRONG: batchnorm_backward: the factor 1/2 of the root is missing in the gradient of the variance, so its path counts twice.
# LINES: batchnorm_backward 16
import torch


def batchnorm_backward(grad_out, cache):
    # line by line, from the last to the first
    n = len(grad_out)
    x_hat, inv_std = cache["x_hat"], cache["inv_std"]
    centred = cache["x"] - cache["mean"]
    dbeta = grad_out.sum(dim=0)
    dgamma = (x_hat * grad_out).sum(dim=0)
    dx_hat = grad_out * cache["gamma"]
    dcentred = dx_hat * inv_std
    dinv_std = (dx_hat * centred).sum(dim=0)
    dvar = -dinv_std * inv_std**3
    dcentred = dcentred + 2 * centred / (n - cache["correction"]) * dvar
    dmean = -dcentred.sum(dim=0)
    return dcentred + dmean / n, dgamma, dbeta
