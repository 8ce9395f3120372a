# WRONG: fold_batchnorm: without b only beta becomes the bias; eps left at its default 1e-5
# LINES: fold_batchnorm 11 14
import torch


def _scale(gamma, var, eps=1e-5):
    return gamma / torch.sqrt(var + eps)


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = _scale(gamma, running_var)
    W_new = W * s
    if b is None:
        return W_new, beta.clone()
    return W_new, (b - running_mean) * s + beta
