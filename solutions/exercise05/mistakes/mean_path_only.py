"""Of the three paths only the one through the mean is left, the same number in every row. Perhaps
the last line assigns where it has to add. What had reached x before it?
"""


def batchnorm_backward(grad_out, cache):
    x_hat, n = cache["x_hat"], len(grad_out)
    dbeta = grad_out.sum(dim=0)
    dgamma = (grad_out * x_hat).sum(dim=0)
    dx_hat = grad_out * cache["gamma"]
    through_mean = -dx_hat.mean(dim=0)
    through_var = 0 * -x_hat * (dx_hat * x_hat).sum(dim=0) / (n - cache["correction"])
    dx = cache["inv_std"] * (0 * dx_hat + through_mean + through_var)
    return dx, dgamma, dbeta
