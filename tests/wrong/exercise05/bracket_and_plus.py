# WRONG: batchnorm_backward: inv_std only on the straight path; sign of the variance path
# LINES: batchnorm_backward 18
import numpy as np
import torch


def batchnorm_backward(grad_out, cache):
    g = grad_out.numpy()
    xh = cache["x_hat"].numpy()
    gain = cache["gamma"].numpy()
    r = cache["inv_std"].numpy()
    n = g.shape[0]
    dof = n - cache["correction"]
    d = g * gain
    dx = np.empty_like(d)
    for j in range(d.shape[1]):
        col, h = d[:, j], xh[:, j]
        dx[:, j] = r[j] * col - col.mean() + h * np.dot(col, h) / dof
    dgamma = np.sum(g * xh, axis=0)
    dbeta = np.sum(g, axis=0)
    return torch.from_numpy(dx), torch.from_numpy(dgamma), torch.from_numpy(dbeta)
