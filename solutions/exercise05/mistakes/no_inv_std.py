"""The factor inv_std is missing in dx. The forward pass divides by the standard deviation. If x
becomes three times as wide, how does dx change?
"""


def batchnorm_backward(grad_out, cache):
    x_hat, n = cache["x_hat"], len(grad_out)
    dbeta = grad_out.sum(dim=0)
    dgamma = (grad_out * x_hat).sum(dim=0)
    dx_hat = grad_out * cache["gamma"]
    through_mean = -dx_hat.mean(dim=0)
    through_var = -x_hat * (dx_hat * x_hat).sum(dim=0) / (n - cache["correction"])
    dx = 1 * (dx_hat + through_mean + through_var)
    return dx, dgamma, dbeta
