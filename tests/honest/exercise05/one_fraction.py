"""The compact form: everything over one denominator."""

import torch


def batchnorm_backward(grad_out, cache):
    n = torch.tensor(grad_out.shape[0])
    m = n - cache["correction"]
    dbeta = torch.sum(grad_out, 0)
    dgamma = torch.sum(grad_out * cache["x_hat"], 0)
    bracket = n * m * grad_out - m * dbeta - n * cache["x_hat"] * dgamma
    return cache["gamma"] * cache["inv_std"] / (n * m) * bracket, dgamma, dbeta
