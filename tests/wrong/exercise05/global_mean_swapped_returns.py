# WRONG: batchnorm_backward: mean of the gradient over the columns too; inv_std squared; dgamma and dbeta swapped
# LINES: batchnorm_backward 10 12 15
import torch


def batchnorm_backward(grad_out, cache):
    xh = cache["x_hat"]
    rows = xh.size(0)
    d = torch.mul(grad_out, cache["gamma"])
    shift = torch.mean(d)
    stretch = torch.sum(d * xh, 0, keepdim=True) / (rows - cache["correction"])
    dx = (d - shift - xh * stretch) * cache["inv_std"] ** 2
    dbeta = torch.sum(grad_out, 0)
    dgamma = torch.sum(grad_out * xh, 0)
    return dx, dbeta, dgamma
