# WRONG: batchnorm_backward: dgamma multiplies the gradient by x and not by the normalised x_hat
# LINES: batchnorm_backward 7

def batchnorm_backward(grad_out, cache):
    n = len(grad_out)
    dbeta = grad_out.sum(0)
    dgamma = (cache["x"] * grad_out).sum(0)
    dxhat = cache["gamma"] * grad_out
    proj = (dxhat * cache["x_hat"]).sum(0) / (n - cache["correction"])
    dx = cache["inv_std"] * (dxhat - dxhat.mean(0) - cache["x_hat"] * proj)
    return dx, dgamma, dbeta
