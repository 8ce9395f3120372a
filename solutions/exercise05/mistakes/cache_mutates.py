"""The values are right, but x_hat in the cache has changed after the call. A second backward pass
would start from other numbers. Which operator of yours writes into the tensor on its left?
"""


def batchnorm_backward(grad_out, cache):
    x_hat, n = cache["x_hat"], len(grad_out)
    dbeta = grad_out.sum(dim=0)
    dgamma = (grad_out * x_hat).sum(dim=0)
    dx_hat = grad_out * cache["gamma"]
    through_mean = -dx_hat.mean(dim=0)
    x_hat *= (dx_hat * x_hat).sum(dim=0) / (n - cache["correction"])
    through_var = -x_hat
    dx = cache["inv_std"] * (dx_hat + through_mean + through_var)
    return dx, dgamma, dbeta
