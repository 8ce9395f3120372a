# WRONG: batchnorm_backward: the gradient of x - mean is overwritten by the part from the variance instead of being added up, so the straight path is lost.
# LINES: batchnorm_backward 20
import torch


def batchnorm_backward(grad_out, cache):
    n, k = grad_out.shape
    dx = torch.zeros_like(grad_out)
    dgamma = torch.zeros(k, dtype=grad_out.dtype)
    dbeta = torch.zeros(k, dtype=grad_out.dtype)
    for j in range(k):
        g = grad_out[:, j]
        xh = cache["x_hat"][:, j]
        inv = cache["inv_std"][j]
        dbeta[j] = g.sum()
        dgamma[j] = torch.dot(g, xh)
        dxh = g * cache["gamma"][j]
        dxmu = dxh * inv
        dvar = -0.5 * (dxh * xh).sum() * inv**2
        dxmu = 2 * (xh / inv) * dvar / (n - cache["correction"])
        dx[:, j] = dxmu - (dxh * inv).mean()
    return dx, dgamma, dbeta
