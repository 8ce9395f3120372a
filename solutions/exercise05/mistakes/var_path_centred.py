"""The path through the variance contains x - mean in the place of x_hat. The two differ by a factor
inv_std. How many such factors belong to this path?
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
