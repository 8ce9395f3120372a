# WRONG: batchnorm_backward: the paper's formula whatever correction says
# NAMES: bessel_never
# LINES: batchnorm_backward 12


def batchnorm_backward(grad_out, cache):
    n = grad_out.size(0)
    xh, inv = cache["x_hat"], cache["inv_std"]
    k = n / (n - cache["correction"])
    dbeta = grad_out.sum(0)
    dgamma = (grad_out * xh).sum(0)
    dx = cache["gamma"] * inv / n * (n * grad_out - dbeta - xh * dgamma)
    return dx, dgamma, dbeta
