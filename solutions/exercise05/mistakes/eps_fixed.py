"""The factor in front of dx seems to be computed again with an eps of its own instead of the one in
the cache. Which entry of the cache holds the factor that the forward pass used?
"""

import torch

EPS = 1e-5  # or 1e-12, 1e-10, 1e-8, 1e-7, 1e-6, 1e-4, 1e-3


def batchnorm_backward(grad_out, cache):
    x_hat, n = cache["x_hat"], len(grad_out)
    dbeta = grad_out.sum(dim=0)
    dgamma = (grad_out * x_hat).sum(dim=0)
    dx_hat = grad_out * cache["gamma"]
    through_mean = -dx_hat.mean(dim=0)
    through_var = -x_hat * (dx_hat * x_hat).sum(dim=0) / (n - cache["correction"])
    dx = 1 / torch.sqrt(cache["var"] + EPS) * (dx_hat + through_mean + through_var)
    return dx, dgamma, dbeta
