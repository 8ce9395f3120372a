# WRONG: batchnorm_backward: the sums dgamma and dbeta are used in dx without gamma while the straight path has it, and dgamma is returned as a mean over the rows.
# LINES: batchnorm_backward 13 14 16
import torch


def batchnorm_backward(grad_out, cache):
    n = grad_out.shape[0]
    x_hat, gamma = cache["x_hat"], cache["gamma"]
    dbeta = grad_out.sum(dim=0)
    dgamma = (grad_out * x_hat).sum(dim=0)
    dx = cache["inv_std"] * (
        gamma * grad_out
        - dbeta / n
        - x_hat * dgamma / (n - cache["correction"])
    )
    return dx, dgamma / n, dbeta
