# WRONG: batchnorm_backward: correction is ignored, dbeta is a mean, dgamma uses x
# NAMES: bessel_never + dbeta_mean + dgamma_x
# LINES: batchnorm_backward 16 17 23

import torch


def batchnorm_backward(grad_out, cache):
    x, gamma, eps = cache["x"], cache["gamma"], cache["eps"]
    N, D = x.shape
    c = cache["correction"]
    xmu = x - cache["mean"]
    sqrtvar = torch.sqrt(cache["var"] + eps)
    ivar = 1.0 / sqrtvar
    xhat = xmu * ivar
    dbeta = grad_out.mean(0)
    dgamma = (grad_out * x).sum(0)
    dxhat = grad_out * gamma
    divar = (dxhat * xmu).sum(0)
    dxmu1 = dxhat * ivar
    dsqrtvar = -1.0 / (sqrtvar**2) * divar
    dvar = 0.5 / sqrtvar * dsqrtvar
    dsq = torch.ones((N, D), dtype=x.dtype) * dvar / N
    dxmu2 = 2 * xmu * dsq
    dx1 = dxmu1 + dxmu2
    dmu = -(dxmu1 + dxmu2).sum(0)
    dx2 = torch.ones((N, D), dtype=x.dtype) * dmu / N
    dx = dx1 + dx2
    return dx, dgamma, dbeta
