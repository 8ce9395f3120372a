"""The sums of dx run over the features of one row. BatchNorm looks at one feature across all rows,
on the way back as well. Which dimension is that?
"""


def batchnorm_backward(grad_out, cache):
    x_hat = cache["x_hat"]
    n = grad_out.shape[1]
    dbeta = grad_out.sum(dim=0)
    dgamma = (grad_out * x_hat).sum(dim=0)
    dx_hat = grad_out * cache["gamma"]
    through_mean = -dx_hat.mean(dim=1, keepdim=True)
    along = (dx_hat * x_hat).sum(dim=1, keepdim=True)
    through_var = -x_hat * along / max(n - cache["correction"], 1)
    dx = cache["inv_std"] * (dx_hat + through_mean + through_var)
    return dx, dgamma, dbeta
