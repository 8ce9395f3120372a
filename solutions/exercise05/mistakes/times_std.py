"""dx is multiplied by the standard deviation, where it should be divided. A wide column needs a
large step to move its output. Is inv_std on the right side of the fraction?
"""


def batchnorm_backward(grad_out, cache):
    x_hat, n = cache["x_hat"], len(grad_out)
    dbeta = grad_out.sum(dim=0)
    dgamma = (grad_out * x_hat).sum(dim=0)
    dx_hat = grad_out * cache["gamma"]
    through_mean = -dx_hat.mean(dim=0)
    through_var = -x_hat * (dx_hat * x_hat).sum(dim=0) / (n - cache["correction"])
    dx = (dx_hat + through_mean + through_var) / cache["inv_std"]
    return dx, dgamma, dbeta
