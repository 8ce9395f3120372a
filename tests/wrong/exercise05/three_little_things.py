# WRONG: batchnorm_backward: the level of d is its sum and not its mean
# WRONG: batchnorm_backward: dgamma is multiplied by gamma a second time
# WRONG: batchnorm_backward: dbeta is the gradient for every row, not summed
# LINES: batchnorm_backward 12
# LINES: batchnorm_backward 13
# LINES: batchnorm_backward 14

def batchnorm_backward(grad_out, cache):
    xhat, gamma, istd = cache["x_hat"], cache["gamma"], cache["inv_std"]
    n = xhat.shape[0]
    dout = grad_out * gamma
    dbeta = grad_out  # beta is just added so the gradient goes straight through
    dgamma = (dout * xhat).sum(0)
    dx = istd * (dout - dout.sum(0) - xhat * (dout * xhat).sum(0) / (n - cache["correction"]))
    return dx, dgamma, dbeta
