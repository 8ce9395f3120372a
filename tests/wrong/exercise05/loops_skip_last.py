# WRONG: batchnorm_backward: the sums leave out the last row
# LINES: batchnorm_backward 13

import torch


def batchnorm_backward(grad_out, cache):
    n, features = grad_out.shape
    dx = torch.zeros_like(grad_out)
    dgamma = torch.zeros_like(cache["gamma"])
    dbeta = torch.zeros_like(cache["gamma"])
    for j in range(features):
        for i in range(n - 1):
            dgamma[j] += grad_out[i, j] * cache["x_hat"][i, j]
            dbeta[j] += grad_out[i, j]
        g = float(cache["gamma"][j])
        for i in range(n):
            mean_part = g * dbeta[j] / n
            var_part = g * dgamma[j] * cache["x_hat"][i, j] / (n - cache["correction"])
            dx[i, j] = cache["inv_std"][j] * (g * grad_out[i, j] - mean_part - var_part)
    return dx, dgamma, dbeta
