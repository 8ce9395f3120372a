# WRONG: batchnorm_backward: factor 1/2 of the root missing; sign of the mean path; inv_std recomputed without eps
# LINES: batchnorm_backward 10 12 16
import torch


def batchnorm_backward(grad_out, cache):
    x, mu, var = cache["x"], cache["mean"], cache["var"]
    n, c = len(x), cache["correction"]
    xc = x - mu
    s = var**-0.5
    dnorm = grad_out * cache["gamma"]
    dvar = (dnorm * xc).sum(0) * -(s**3)
    dmu = -(dnorm * s).sum(0)
    dx = dnorm * s
    dx = dx + dvar * 2 * xc / (n - c)
    dx = dx - dmu / n
    return dx, (grad_out * cache["x_hat"]).sum(0), grad_out.sum(0)
