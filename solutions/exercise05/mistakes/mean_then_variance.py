"""The path through the variance starts from a gradient whose mean is gone and is then scaled once
more, as if the two statistics came one after the other with a layer between them. All three paths
start from the same gradient. Which one?
"""


def batchnorm_backward(grad_out, cache):
    x_hat, n = cache["x_hat"], len(grad_out)
    dbeta = grad_out.sum(dim=0)
    dgamma = (grad_out * x_hat).sum(dim=0)
    dx_hat = grad_out * cache["gamma"]
    through_mean = -dx_hat.mean(dim=0)
    left = (dx_hat + through_mean) * cache["inv_std"]
    through_var = -x_hat * (left * x_hat).sum(dim=0) / (n - cache["correction"])
    dx = cache["inv_std"] * (dx_hat + through_mean + through_var)
    return dx, dgamma, dbeta
