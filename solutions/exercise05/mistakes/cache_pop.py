"""An entry of the cache is gone after the call. How can you read an entry and leave it there?"""


def batchnorm_backward(grad_out, cache):
    x_hat, n = cache["x_hat"], len(grad_out)
    dbeta = grad_out.sum(dim=0)
    dgamma = (grad_out * x_hat).sum(dim=0)
    dx_hat = grad_out * cache.pop("gamma")
    through_mean = -dx_hat.mean(dim=0)
    through_var = -x_hat * (dx_hat * x_hat).sum(dim=0) / (n - cache["correction"])
    dx = cache["inv_std"] * (dx_hat + through_mean + through_var)
    return dx, dgamma, dbeta
