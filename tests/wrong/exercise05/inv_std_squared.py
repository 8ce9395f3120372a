# WRONG: batchnorm_backward: the derivative of 1/sqrt(var + eps) has inv_std squared where it should be cubed
# LINES: batchnorm_backward 20

def batchnorm_backward(grad_out, cache):
    # line by line, from the last line of the forward to the first
    n = grad_out.shape[0]
    xmu = cache["x"] - cache["mean"]
    ivar = cache["inv_std"]

    # out = gamma * x_hat + beta
    dbeta = grad_out.sum(dim=0)
    dgamma = (grad_out * cache["x_hat"]).sum(dim=0)
    dxhat = grad_out * cache["gamma"]

    # x_hat = xmu * ivar
    divar = (dxhat * xmu).sum(dim=0)
    dxmu = dxhat * ivar

    # ivar = (var + eps) ** -0.5
    dvar = -0.5 * ivar**2 * divar

    # var = (xmu ** 2).sum / (n - correction)
    dxmu = dxmu + 2 * xmu * dvar / (n - cache["correction"])

    # xmu = x - mean
    dmean = -dxmu.sum(dim=0)
    dx = dxmu + dmean / n
    return dx, dgamma, dbeta
