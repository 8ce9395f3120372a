# WRONG: batchnorm_backward: the path through the mean is divided by n - correction, too, where it must be n.
# LINES: batchnorm_backward 12
import torch


def batchnorm_backward(grad_out, cache):
    n = grad_out.shape[0]
    m = n - cache["correction"]
    xh = cache["x_hat"]
    dbeta = grad_out.sum(0)
    dgamma = (grad_out * xh).sum(0)
    dx = cache["gamma"] * cache["inv_std"] / m * (m * grad_out - dbeta - xh * dgamma)
    return dx, dgamma, dbeta
