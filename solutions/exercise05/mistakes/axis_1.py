"""The sums in dx run over the features of one row. BatchNorm normalizes each feature over all rows,
and so does its backward pass. Which dimension holds the rows?
"""


def batchnorm_backward(grad_out, cache):
    x_hat, n = cache["x_hat"], grad_out.shape[1]
    dbeta = grad_out.sum(dim=0)
    dgamma = (grad_out * x_hat).sum(dim=0)
    dx_hat = grad_out * cache["gamma"]
    through_mean = -dx_hat.mean(dim=1, keepdim=True)
    through_var = (
        -x_hat * (dx_hat * x_hat).sum(dim=1, keepdim=True) / max(n - cache["correction"], 1)
    )
    dx = cache["inv_std"] * (dx_hat + through_mean + through_var)
    return dx, dgamma, dbeta
