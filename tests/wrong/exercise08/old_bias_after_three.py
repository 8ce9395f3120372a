# WRONG: fold_batchnorm: old bias added unscaled after BatchNorm; eps forgotten; running_mean without the factor gamma
# LINES: fold_batchnorm 7 9 11
import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    sigma = torch.sqrt(running_var)
    k = gamma / sigma
    shift = beta - running_mean / sigma
    if b is not None:
        shift = shift + b
    return W.mul(k), shift
