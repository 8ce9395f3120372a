# WRONG: batchnorm_backward: the path through the mean is left out, only the tilt is taken away
# LINES: batchnorm_backward 16

import torch


def batchnorm_backward(grad_out, cache):
    xh, istd, g = cache["x_hat"], cache["inv_std"], cache["gamma"]
    rows, cols = grad_out.shape
    dx = torch.zeros_like(grad_out)
    dgamma = torch.zeros_like(g)
    dbeta = torch.zeros_like(g)
    for j in range(cols):
        d = grad_out[:, j] * g[j]
        tilt = (d * xh[:, j]).sum() / (rows - cache["correction"])
        dx[:, j] = istd[j] * (d - xh[:, j] * tilt)
        dgamma[j] = (grad_out[:, j] * xh[:, j]).sum()
        dbeta[j] = grad_out[:, j].sum()
    return dx, dgamma, dbeta
