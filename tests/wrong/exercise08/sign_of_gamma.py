# WRONG: fold_batchnorm: gamma is squared and pulled under the root, so the sign of a negative gamma is lost.
# LINES: fold_batchnorm 7
import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    scale = torch.sqrt(gamma**2 / (running_var + eps))
    shift = beta - scale * running_mean
    if b is not None:
        shift = shift + scale * b
    return scale * W, shift
