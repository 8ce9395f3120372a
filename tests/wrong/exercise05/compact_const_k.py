# WRONG: batchnorm_backward: the variance path always divides by n - 1
# NAMES: bessel_always
# LINES: batchnorm_backward 9


def batchnorm_backward(grad_out, cache):
    n = grad_out.size(0)
    xh, inv = cache["x_hat"], cache["inv_std"]
    k = n / (n - 1)
    dbeta = grad_out.sum(0)
    dgamma = (grad_out * xh).sum(0)
    dx = cache["gamma"] * inv / n * (n * grad_out - dbeta - k * xh * dgamma)
    return dx, dgamma, dbeta
