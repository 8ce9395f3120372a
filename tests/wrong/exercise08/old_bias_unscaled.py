# WRONG: fold_batchnorm: the old bias is added without being scaled by s.
# LINES: fold_batchnorm 11
import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = gamma / (running_var + eps).sqrt()
    W_new = W * s
    b_new = beta - running_mean * s
    if b is not None:
        b_new = b_new + b
    return W_new, b_new
