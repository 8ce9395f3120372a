"""dx treats the mean and the variance as constants of nature. Move one row, and both move with it,
and with them every output of the column. How many paths lead from x to out?
"""


def batchnorm_backward(grad_out, cache):
    x_hat = cache["x_hat"]
    dbeta = grad_out.sum(dim=0)
    dgamma = (grad_out * x_hat).sum(dim=0)
    dx_hat = grad_out * cache["gamma"]
    dx = cache["inv_std"] * dx_hat
    return dx, dgamma, dbeta
