# WRONG: batchnorm_backward: builds the Jacobian across the features of one row (dim 1), as if it were LayerNorm, instead of across the rows of one column

import torch


def batchnorm_backward(grad_out, cache):
    xh = cache["x_hat"]
    n, f = xh.shape
    d = grad_out * cache["gamma"]
    eye = torch.eye(f, dtype=xh.dtype)
    dx = torch.empty_like(d)
    for i in range(n):
        # d xhat_a / d x_b  =  inv_std * (delta_ab - 1/f - xhat_a xhat_b / f)
        J = eye - 1.0 / f - torch.outer(xh[i], xh[i]) / max(f - cache["correction"], 1)
        dx[i] = (J @ d[i]) * cache["inv_std"]
    dgamma = (grad_out * xh).sum(0)
    dbeta = grad_out.sum(0)
    return dx, dgamma, dbeta
