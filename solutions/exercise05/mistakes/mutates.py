"""The caller's grad_out is scaled after the call. An operator such as *= writes into the tensor on
its left. Which line could make a new tensor instead?
"""


def batchnorm_backward(grad_out, cache):
    x_hat, n = cache["x_hat"], len(grad_out)
    dbeta = grad_out.sum(dim=0)
    dgamma = (grad_out * x_hat).sum(dim=0)
    dx_hat = grad_out * cache["gamma"]
    through_mean = -dx_hat.mean(dim=0)
    through_var = -x_hat * (dx_hat * x_hat).sum(dim=0) / (n - cache["correction"])
    dx = cache["inv_std"] * (dx_hat + through_mean + through_var)
    grad_out *= cache["gamma"]
    return dx, dgamma, dbeta
