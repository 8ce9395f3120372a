# WRONG: batchnorm_backward: the path through the variance multiplies with x - mean instead of x_hat at its end, one inv_std is missing.
# LINES: batchnorm_backward 15
import torch


def batchnorm_backward(grad_out, cache):
    g, xh = grad_out, cache["x_hat"]
    n = g.size(0)
    dof = n - cache["correction"]
    dbeta = torch.einsum("ij->j", g)
    dgamma = torch.einsum("ij,ij->j", g, xh)
    d = torch.einsum("ij,j->ij", g, cache["gamma"])
    level = d.mean(dim=0, keepdim=True)
    tilt = torch.einsum("ij,ij->j", d, xh) / dof
    bracket = d - level - (cache["x"] - cache["mean"]) * tilt
    dx = torch.einsum("ij,j->ij", bracket, cache["inv_std"])
    return dx, dgamma, dbeta
