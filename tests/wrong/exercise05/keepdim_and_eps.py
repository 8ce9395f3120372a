# WRONG: batchnorm_backward: dbeta is averaged over the batch
# WRONG: batchnorm_backward: the inverse standard deviation is recomputed with eps outside the root
# LINES: batchnorm_backward 11
# LINES: batchnorm_backward 18

import torch


def batchnorm_backward(grad_out, cache):
    n = grad_out.shape[0]
    inv = 1.0 / (torch.sqrt(cache["var"]) + cache["eps"])
    xh = cache["x_hat"]
    dg = torch.zeros(xh.shape[1], dtype=xh.dtype)
    db = torch.zeros(xh.shape[1], dtype=xh.dtype)
    for i in range(n):
        dg += grad_out[i] * xh[i]
        db += grad_out[i]
    db = db / n
    u = grad_out * cache["gamma"]
    s1 = u.sum(0) / n
    s2 = (u * xh).sum(0) / (n - cache["correction"])
    return inv * (u - s1 - xh * s2), dg, db
