# WRONG: batchnorm_backward: dgamma is a mean over the batch instead of the sum
# WRONG: batchnorm_backward: inv_std is forgotten, dx is not divided by the standard deviation
# LINES: batchnorm_backward 9
# LINES: batchnorm_backward 12

def batchnorm_backward(grad_out, cache):
    xh = cache["x_hat"]
    n = xh.shape[0]
    dgamma = (grad_out * xh).mean(dim=0)
    dbeta = grad_out.sum(dim=0)
    d = grad_out * cache["gamma"]
    dx = d - d.mean(dim=0) - xh * (d * xh).sum(dim=0) / (n - cache["correction"])
    return dx, dgamma, dbeta
