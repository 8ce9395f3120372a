"""The standard deviation seems to be computed anew, without eps. A constant column then divides by
0. Which number did the forward pass multiply by, and where can you find it?
"""


def batchnorm_backward(grad_out, cache):
    x_hat, n = cache["x_hat"], len(grad_out)
    dbeta = grad_out.sum(dim=0)
    dgamma = (grad_out * x_hat).sum(dim=0)
    dx_hat = grad_out * cache["gamma"]
    through_mean = -dx_hat.mean(dim=0)
    through_var = -x_hat * (dx_hat * x_hat).sum(dim=0) / (n - cache["correction"])
    std = cache["x"].std(dim=0, correction=cache["correction"])
    dx = (dx_hat + through_mean + through_var) / std
    return dx, dgamma, dbeta
