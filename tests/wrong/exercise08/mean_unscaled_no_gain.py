# WRONG: fold_batchnorm: running_mean not scaled; gamma missing in the weights
# LINES: fold_batchnorm 8 9
import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    inv_std = torch.rsqrt(running_var + eps)
    folded_W = torch.einsum("io,o->io", W, inv_std)
    bias = beta - running_mean
    if b is not None:
        bias = bias + b * gamma * inv_std
    return folded_W, bias
