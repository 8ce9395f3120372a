"""x_hat seems to be computed again without eps, which changes dgamma and the path through the
variance. Which x_hat multiplied gamma in the forward pass?
"""


def batchnorm_backward(grad_out, cache):
    n = len(grad_out)
    x_hat = (cache["x"] - cache["mean"]) / cache["var"].clamp(min=1e-12).sqrt()
    dbeta = grad_out.sum(dim=0)
    dgamma = (grad_out * x_hat).sum(dim=0)
    dx_hat = grad_out * cache["gamma"]
    through_mean = -dx_hat.mean(dim=0)
    through_var = -x_hat * (dx_hat * x_hat).sum(dim=0) / (n - cache["correction"])
    dx = cache["inv_std"] * (dx_hat + through_mean + through_var)
    return dx, dgamma, dbeta
