"""An output that requires grad, a buffer as a numpy array, and a buffer as a list of numpy scalars."""

import numpy as np
import torch


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *, training, momentum=0.1, eps=1e-5, correction=0
):
    new_mean, new_var = running_mean.detach().numpy(), list(running_var.detach().numpy())
    if training:
        if not x.shape[0] > 1:
            raise ValueError()
        mean = torch.nn.functional.avg_pool1d(x.T[None], x.shape[0])[0, :, 0]
        var = torch.mean((x - mean) ** 2, 0) * (x.shape[0] / (x.shape[0] - correction))
        rows = x.detach().numpy()
        new_mean = np.average([new_mean, rows.mean(0)], axis=0, weights=[1 - momentum, momentum])
        unbiased = rows.var(0, ddof=1)
        new_var = [(1 - momentum) * o + momentum * n for o, n in zip(new_var, unbiased)]
    else:
        mean, var = running_mean, running_var
    return torch.exp(-0.5 * torch.log(var + eps)) * gamma * (x - mean) + beta, new_mean, new_var
