"""The path through the variance has one factor inv_std too many. How many divisions by the standard
deviation lie between out and x on this path, and how many does x_hat already contain?
"""


def batchnorm_backward(grad_out, cache):
    x_hat, n = cache["x_hat"], len(grad_out)
    dbeta = grad_out.sum(dim=0)
    dgamma = (grad_out * x_hat).sum(dim=0)
    dx_hat = grad_out * cache["gamma"]
    through_mean = -dx_hat.mean(dim=0)
    through_var = (
        -x_hat * (dx_hat * cache["inv_std"] * x_hat).sum(dim=0) / (n - cache["correction"])
    )
    dx = cache["inv_std"] * (dx_hat + through_mean + through_var)
    return dx, dgamma, dbeta
