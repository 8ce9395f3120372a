# WRONG: batchnorm_backward: gamma multiplies only the straight path, the mean and variance paths use grad_out without it
# LINES: batchnorm_backward 8

def batchnorm_backward(grad_out, cache):
    m = grad_out.size(0)
    db = grad_out.sum(0)
    dg = (grad_out * cache["x_hat"]).sum(0)
    inner = cache["gamma"] * grad_out - db / m - cache["x_hat"] * dg / (m - cache["correction"])
    return inner * cache["inv_std"], dg, db
