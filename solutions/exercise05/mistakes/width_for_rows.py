"""The path through the variance is divided by the number of features instead of the number of rows.
What does the forward pass average over?
"""


def batchnorm_backward(grad_out, cache):
    x_hat = cache["x_hat"]
    dbeta = grad_out.sum(dim=0)
    dgamma = (grad_out * x_hat).sum(dim=0)
    dx_hat = grad_out * cache["gamma"]
    through_mean = -dx_hat.mean(dim=0)
    through_var = (
        -x_hat * (dx_hat * x_hat).sum(dim=0) / max(grad_out.shape[1] - cache["correction"], 1)
    )
    dx = cache["inv_std"] * (dx_hat + through_mean + through_var)
    return dx, dgamma, dbeta
