# WRONG: fold_batchnorm: running_var taken as a standard deviation; running_mean added instead of subtracted
# LINES: fold_batchnorm 12 14
import numpy as np
import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    w = W.detach().numpy()
    bias = np.zeros(w.shape[1], dtype=w.dtype) if b is None else b.detach().numpy()
    g, shift = gamma.detach().numpy(), beta.detach().numpy()
    m, v = running_mean.detach().numpy(), running_var.detach().numpy()
    scale = g / (v + eps)
    new_w = w * scale[None, :]
    new_b = (bias + m) * scale + shift
    return torch.from_numpy(new_w), torch.from_numpy(new_b)
