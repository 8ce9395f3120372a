# WRONG: fold_batchnorm: an existing old bias is thrown away, and the weights are divided by the standard deviation but not multiplied by gamma.
# LINES: fold_batchnorm 9 11
import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    std = (running_var + eps).sqrt()
    W2 = W.clone()
    W2 /= std
    # a Linear in front of a BatchNorm has no bias
    b2 = beta - gamma * running_mean / std
    return W2, b2
