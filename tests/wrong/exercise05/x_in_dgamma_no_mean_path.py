# WRONG: batchnorm_backward: x stands for x_hat in dgamma; path through the mean missing
# LINES: batchnorm_backward 10 15
import torch


def batchnorm_backward(grad_out, cache):
    gamma, inv_std, x_hat = (cache[k] for k in ("gamma", "inv_std", "x_hat"))
    dof = len(grad_out) - cache["correction"]

    dgamma = torch.sum(grad_out * cache["x"], dim=0)
    dbeta = torch.sum(grad_out, dim=0)

    dx_hat = gamma * grad_out
    proj = torch.sum(dx_hat * x_hat, dim=0) / dof
    dx = dx_hat - x_hat * proj
    dx = dx * inv_std
    return dx, dgamma, dbeta
