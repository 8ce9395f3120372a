# WRONG: fold_batchnorm: the running mean is added to the bias instead of subtracted
# WRONG: fold_batchnorm: eps is left out
# LINES: fold_batchnorm 11
# LINES: fold_batchnorm 16

import numpy as np
import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    std = np.sqrt(running_var.numpy())
    a = gamma.numpy() / std
    if b is None:
        b = torch.zeros_like(running_mean)
    W_new = W.numpy() * a
    b_new = (b.numpy() + running_mean.numpy()) * a + beta.numpy()
    return torch.from_numpy(W_new), torch.from_numpy(b_new)
