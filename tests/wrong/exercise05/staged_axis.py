# WRONG: batchnorm_backward: the sum for the inverse deviation runs over everything
# LINES: batchnorm_backward 18

import torch


def batchnorm_backward(grad_out, cache):
    x, gamma, eps = cache["x"], cache["gamma"], cache["eps"]
    N, D = x.shape
    c = cache["correction"]
    xmu = x - cache["mean"]
    sqrtvar = torch.sqrt(cache["var"] + eps)
    ivar = 1.0 / sqrtvar
    xhat = xmu * ivar
    dbeta = grad_out.sum(0)
    dgamma = (grad_out * xhat).sum(0)
    dxhat = grad_out * gamma
    divar = (dxhat * xmu).sum()
    dxmu1 = dxhat * ivar
    dsqrtvar = -1.0 / (sqrtvar**2) * divar
    dvar = 0.5 / sqrtvar * dsqrtvar
    dsq = torch.ones((N, D), dtype=x.dtype) * dvar / (N - c)
    dxmu2 = 2 * xmu * dsq
    dx1 = dxmu1 + dxmu2
    dmu = -(dxmu1 + dxmu2).sum(0)
    dx2 = torch.ones((N, D), dtype=x.dtype) * dmu / N
    dx = dx1 + dx2
    return dx, dgamma, dbeta
