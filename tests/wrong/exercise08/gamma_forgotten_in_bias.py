# WRONG: fold_batchnorm: the new bias is normalised but not multiplied by gamma.
# LINES: fold_batchnorm 15
import torch


def _affine(gamma, var, eps):
    inv = 1.0 / torch.sqrt(var + eps)
    return inv, gamma * inv


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    if b is None:
        b = running_mean.new_zeros(running_mean.shape)
    inv, s = _affine(gamma, running_var, eps)
    return W @ torch.diag(s), torch.addcmul(beta, b - running_mean, inv)
