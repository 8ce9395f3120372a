"""dx only counts how each number changes its own output. Through the mean and the variance it also
changes the outputs of all other rows. Where are these contributions summed?
"""


def batchnorm_backward(grad_out, cache):
    x_hat, n = cache["x_hat"], len(grad_out)
    dbeta = grad_out.sum(dim=0)
    dgamma = (grad_out * x_hat).sum(dim=0)
    dx_hat = grad_out * cache["gamma"]
    through_mean = -(dx_hat / n)
    through_var = -x_hat * (dx_hat * x_hat) / (n - cache["correction"])
    dx = cache["inv_std"] * (dx_hat + through_mean + through_var)
    return dx, dgamma, dbeta
