# WRONG: batchnorm_backward: in the variance path the products d * x_hat are not summed over the rows
# WRONG: batchnorm_backward: dgamma is grad_out * x without dividing by the spread (uses x - mean)
# LINES: batchnorm_backward 11
# LINES: batchnorm_backward 14

def batchnorm_backward(grad_out, cache):
    n = grad_out.shape[0]
    x_hat = cache["x_hat"]
    xc = cache["x"] - cache["mean"]
    d_xhat = grad_out * cache["gamma"]
    var_part = x_hat * (d_xhat * x_hat) / (n - cache["correction"])
    mean_part = d_xhat.mean(0)
    d_x = cache["inv_std"] * (d_xhat - mean_part - var_part)
    d_gamma = (grad_out * xc).sum(0)
    d_beta = grad_out.sum(0)
    return d_x, d_gamma, d_beta
