# WRONG: batchnorm_backward: correction is ignored and the last two results are exchanged
# NAMES: bessel_never + swapped
# LINES: batchnorm_backward 12 13


def batchnorm_backward(grad_out, cache):
    n = grad_out.size(0)
    xh, inv = cache["x_hat"], cache["inv_std"]
    k = n / (n - cache["correction"])
    dbeta = grad_out.sum(0)
    dgamma = (grad_out * xh).sum(0)
    dx = cache["gamma"] * inv / n * (n * grad_out - dbeta - xh * dgamma)
    return dx, dbeta, dgamma
