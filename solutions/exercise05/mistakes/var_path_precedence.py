"""The power of var + eps in the path through the variance is not the one that was meant: an
exponent such as -3/2 without parentheses is a power of -3 and a division by 2. How does Python
group your expression?
"""


def batchnorm_backward(grad_out, cache):
    x_hat, n = cache["x_hat"], len(grad_out)
    dbeta = grad_out.sum(dim=0)
    dgamma = (grad_out * x_hat).sum(dim=0)
    dx_hat = grad_out * cache["gamma"]
    through_mean = -dx_hat.mean(dim=0)
    through_var = (
        -x_hat * (dx_hat * x_hat).sum(dim=0) / (n - cache["correction"]) * cache["inv_std"] ** 3 / 2
    )
    dx = cache["inv_std"] * (dx_hat + through_mean + through_var)
    return dx, dgamma, dbeta
