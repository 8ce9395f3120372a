# WRONG: batchnorm_backward: grad_out is turned into float32
# LINES: batchnorm_backward 9

import numpy as np
import torch


def batchnorm_backward(grad_out, cache):
    g = np.asarray(grad_out, dtype=np.float32)
    x, gamma = np.asarray(cache["x"]), np.asarray(cache["gamma"])
    n = g.shape[0]
    mean = x.mean(axis=0)
    var = ((x - mean) ** 2).sum(axis=0) / (n - cache["correction"])
    std = np.sqrt(var + cache["eps"])
    xn = (x - mean) / std
    dbeta = g.sum(axis=0)
    dgamma = (g * xn).sum(axis=0)
    dxn = g * gamma
    dstd = -(dxn * (x - mean)).sum(axis=0) / std**2
    dvar = 0.5 * dstd / std
    dx = dxn / std + 2 * (x - mean) * dvar / (n - cache["correction"])
    dx = dx - dx.mean(axis=0)
    return torch.from_numpy(dx), torch.from_numpy(dgamma), torch.from_numpy(dbeta)
