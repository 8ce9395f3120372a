"""In the path through the variance eps is missing, although inv_std holds it elsewhere. Which
number did the forward pass take the root of?
"""


def batchnorm_backward(grad_out, cache):
    x_hat, n = cache["x_hat"], len(grad_out)
    dbeta = grad_out.sum(dim=0)
    dgamma = (grad_out * x_hat).sum(dim=0)
    dx_hat = grad_out * cache["gamma"]
    through_mean = -dx_hat.mean(dim=0)
    centred = cache["x"] - cache["mean"]
    along = (dx_hat * centred).sum(dim=0) / (n - cache["correction"])
    through_var = -x_hat * along * cache["var"].clamp(min=1e-12) ** -0.5
    dx = cache["inv_std"] * (dx_hat + through_mean + through_var)
    return dx, dgamma, dbeta
