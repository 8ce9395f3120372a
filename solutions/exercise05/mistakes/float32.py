"""The result is right to seven digits only, although grad_out came with sixteen. Somewhere on the
way it is turned into single precision. Can its type be kept?
"""


def batchnorm_backward(grad_out, cache):
    x_hat, n = cache["x_hat"], len(grad_out)
    grad_out = grad_out.float()
    dbeta = grad_out.sum(dim=0)
    dgamma = (grad_out * x_hat).sum(dim=0)
    dx_hat = grad_out * cache["gamma"]
    through_mean = -dx_hat.mean(dim=0)
    through_var = -x_hat * (dx_hat * x_hat).sum(dim=0) / (n - cache["correction"])
    dx = cache["inv_std"] * (dx_hat + through_mean + through_var)
    return dx, dgamma, dbeta
