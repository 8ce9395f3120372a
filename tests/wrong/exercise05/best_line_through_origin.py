# WRONG: batchnorm_backward: subtracts the best line through the origin fitted against x (not against x_hat, and without a level)

def batchnorm_backward(grad_out, cache):
    # README: the gradient loses the best straight line and is then divided by the std
    x = cache["x"]
    d = grad_out * cache["gamma"]
    slope = (d * x).sum(0) / (x * x).sum(0)
    rest = d - slope * x
    dx = rest * cache["inv_std"]
    dgamma = (grad_out * cache["x_hat"]).sum(0)
    dbeta = grad_out.sum(0)
    return dx, dgamma, dbeta
