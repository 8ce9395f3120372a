# WRONG: batchnorm_backward: the derivative of the square (x - mean) ** 2 has lost its factor 2
# LINES: batchnorm_backward 15

import torch


def batchnorm_backward(grad_out, cache):
    N, D = grad_out.shape
    centered = cache["x"] - cache["mean"]
    std = torch.sqrt(cache["var"] + cache["eps"])
    dnorm = grad_out * cache["gamma"]
    dstd = -(dnorm * centered).sum(0) / std**2
    dvar = dstd * 0.5 / std
    dsq = torch.ones(N, D, dtype=grad_out.dtype) * dvar / (N - cache["correction"])
    dcentered = dnorm / std + centered * dsq
    dx = dcentered - dcentered.mean(0)
    return dx, (grad_out * cache["x_hat"]).sum(0), grad_out.sum(0)
