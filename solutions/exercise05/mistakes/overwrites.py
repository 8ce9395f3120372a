"""Of the three paths only the one through the variance is left. Perhaps one line assigns where two
gradients meet. The distance from the mean is used in two later lines: how are their gradients
combined?
"""


def batchnorm_backward(grad_out, cache):
    x_hat, n = cache["x_hat"], len(grad_out)
    dbeta = grad_out.sum(dim=0)
    dgamma = (grad_out * x_hat).sum(dim=0)
    dx_hat = grad_out * cache["gamma"]
    through_mean = 0 * -dx_hat.mean(dim=0)
    through_var = -x_hat * (dx_hat * x_hat).sum(dim=0) / (n - cache["correction"])
    dx = cache["inv_std"] * (0 * dx_hat + through_mean + through_var)
    return dx, dgamma, dbeta
