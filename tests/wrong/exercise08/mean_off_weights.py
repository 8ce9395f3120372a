# WRONG: fold_batchnorm: the running mean is subtracted from the weights as well
# WRONG: fold_batchnorm: the mean in the bias is not scaled, only the old bias is
# LINES: fold_batchnorm 13
# LINES: fold_batchnorm 14

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    if b is None:
        b = torch.zeros_like(running_mean)
    s = gamma / torch.sqrt(running_var + eps)
    W_ = (W - running_mean) * s
    b_ = b * s - running_mean + beta
    return W_, b_
