"""The path through the variance runs along x - mean instead of x_hat. The two differ by inv_std,
which counts once for every x_hat in the formula. How many of them are there?
"""


def batchnorm_backward(grad_out, cache):
    x_hat, n = cache["x_hat"], len(grad_out)
    dbeta = grad_out.sum(dim=0)
    dgamma = (grad_out * x_hat).sum(dim=0)
    dx_hat = grad_out * cache["gamma"]
    through_mean = -dx_hat.mean(dim=0)
    through_var = (
        -(cache["x"] - cache["mean"]) * (dx_hat * x_hat).sum(dim=0) / (n - cache["correction"])
    )
    dx = cache["inv_std"] * (dx_hat + through_mean + through_var)
    return dx, dgamma, dbeta
