# WRONG: batchnorm_backward: two sums run over the whole matrix
# LINES: batchnorm_backward 10 14

import torch


def batchnorm_backward(grad_out, cache):
    x, mu, var = cache["x"], cache["mean"], cache["var"]
    m = x.shape[0]
    dbeta = torch.sum(grad_out)
    dgamma = torch.sum(grad_out * cache["x_hat"], dim=0)
    dxh = grad_out * cache["gamma"]
    inv = (var + cache["eps"]) ** -0.5
    dvar = torch.sum(dxh * (x - mu)) * -0.5 * (var + cache["eps"]) ** -1.5
    dmu = torch.sum(dxh * -inv, dim=0)
    dx = dxh * inv + dvar * 2 * (x - mu) / (m - cache["correction"]) + dmu / m
    return dx, dgamma, dbeta
