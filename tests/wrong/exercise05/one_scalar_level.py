# WRONG: batchnorm_backward: the level is the mean over the whole matrix instead of over each column
# LINES: batchnorm_backward 13

import numpy as np
import torch


def batchnorm_backward(grad_out, cache):
    g = grad_out.numpy()
    xh = cache["x_hat"].numpy()
    n = g.shape[0]
    d = g * cache["gamma"].numpy()
    level = d.mean()
    tilt = (d * xh).sum(axis=0) / (n - cache["correction"])
    dx = cache["inv_std"].numpy() * (d - level - xh * tilt)
    dgamma = np.sum(g * xh, axis=0)
    dbeta = np.sum(g, axis=0)
    return torch.from_numpy(dx), torch.from_numpy(dgamma), torch.from_numpy(dbeta)
