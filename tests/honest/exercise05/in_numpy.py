"""numpy from end to end."""

import numpy as np


def batchnorm_backward(grad_out, cache):
    g = grad_out.numpy()
    x_hat, inv_std, gamma = (cache[name].numpy() for name in ("x_hat", "inv_std", "gamma"))
    n = g.shape[0]
    d = g * gamma
    along = np.sum(d * x_hat, axis=0) / (n - cache["correction"])
    dx = inv_std * (d - np.mean(d, axis=0) - x_hat * along)
    return dx, np.sum(g * x_hat, axis=0), np.sum(g, axis=0)
