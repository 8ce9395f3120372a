"""Fits a straight line through the gradients; what it cannot explain is passed on."""

import numpy as np


def batchnorm_backward(grad_out, cache):
    g, x_hat = np.asarray(grad_out), np.asarray(cache["x_hat"])
    gamma, inv_std = np.asarray(cache["gamma"]), np.asarray(cache["inv_std"])
    n = len(g)
    shrink = n / (n - cache["correction"])
    dx = []
    for column, u, gain, scale in zip(g.T, x_hat.T, gamma, inv_std):
        covariance = np.cov(column, u, bias=True)[0, 1] if n > 1 else 0.0
        line = column.mean() + shrink * covariance * u
        dx.append(gain * scale * (column - line))
    return np.array(dx).T, (g * x_hat).sum(0), list(g.sum(0))
