# WRONG: batchnorm_backward: the minus of the power rule is missing, dvar has the wrong sign
# WRONG: batchnorm_backward: the gradient of the mean is not divided by n before it goes to the rows
# LINES: batchnorm_backward 13
# LINES: batchnorm_backward 17

import torch


def batchnorm_backward(grad_out, cache):
    n = grad_out.shape[0]
    diff = cache["x"] - cache["mean"]
    dxhat = grad_out * cache["gamma"]
    dvar = (dxhat * diff * 0.5 * (cache["var"] + cache["eps"]) ** -1.5).sum(0)
    dmean = (-dxhat * cache["inv_std"]).sum(0)
    dx = dxhat * cache["inv_std"]
    dx += dvar * 2 * diff / (n - cache["correction"])
    dx += torch.ones_like(dx) * dmean
    dgamma = (grad_out * cache["x_hat"]).sum(0)
    dbeta = grad_out.sum(0)
    return dx, dgamma, dbeta
