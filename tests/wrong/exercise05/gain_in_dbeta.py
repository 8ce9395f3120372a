# WRONG: batchnorm_backward: dbeta is the sum of grad_out times gamma, gamma is an extra factor there.
# LINES: batchnorm_backward 16
import torch


def batchnorm_backward(grad_out, cache):
    xh = cache["x_hat"]
    rows = xh.shape[0]
    dxh = cache["gamma"] * grad_out
    sum_d = dxh.sum(dim=0)
    sum_dx = (dxh * xh).sum(dim=0)
    dx = dxh - sum_d / rows
    dx -= xh * (sum_dx / (rows - cache["correction"]))
    dx *= cache["inv_std"]
    dgamma = torch.sum(grad_out * xh, dim=0)
    dbeta = sum_d
    return dx, dgamma, dbeta
