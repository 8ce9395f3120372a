"""dgamma and dbeta are both means over the batch. Every row uses the same gamma and beta, so every
row contributes to their gradients. How are contributions from several uses combined?
"""


def batchnorm_backward(grad_out, cache):
    x_hat, n = cache["x_hat"], len(grad_out)
    dbeta = grad_out.mean(dim=0)
    dgamma = (grad_out * x_hat).mean(dim=0)
    dx_hat = grad_out * cache["gamma"]
    through_mean = -dx_hat.mean(dim=0)
    through_var = -x_hat * (dx_hat * x_hat).sum(dim=0) / (n - cache["correction"])
    dx = cache["inv_std"] * (dx_hat + through_mean + through_var)
    return dx, dgamma, dbeta
