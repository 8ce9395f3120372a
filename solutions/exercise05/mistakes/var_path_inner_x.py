"""In the sum of the path through the variance each gradient is multiplied by x instead of the
distance from the mean. What happens to that sum if 100 is added to x?
"""


def batchnorm_backward(grad_out, cache):
    x_hat, n = cache["x_hat"], len(grad_out)
    dbeta = grad_out.sum(dim=0)
    dgamma = (grad_out * x_hat).sum(dim=0)
    dx_hat = grad_out * cache["gamma"]
    through_mean = -dx_hat.mean(dim=0)
    through_var = (
        -x_hat * (dx_hat * cache["x"] * cache["inv_std"]).sum(dim=0) / (n - cache["correction"])
    )
    dx = cache["inv_std"] * (dx_hat + through_mean + through_var)
    return dx, dgamma, dbeta
