"""The standard deviation seems to be computed anew, with an eps of 1e-5. That is only a default.
Where can you find the very number the forward pass multiplied by?
"""

import torch


def batchnorm_backward(grad_out, cache):
    x_hat, n = cache["x_hat"], len(grad_out)
    dbeta = grad_out.sum(dim=0)
    dgamma = (grad_out * x_hat).sum(dim=0)
    dx_hat = grad_out * cache["gamma"]
    through_mean = -dx_hat.mean(dim=0)
    through_var = -x_hat * (dx_hat * x_hat).sum(dim=0) / (n - cache["correction"])
    inv_std = 1 / torch.sqrt(cache["var"] + 1e-5)
    dx = inv_std * (dx_hat + through_mean + through_var)
    return dx, dgamma, dbeta
