# WRONG: fold_batchnorm: returns None as bias when there was none
# WRONG: fold_batchnorm: the weights are only divided by std, gamma is missing there
# LINES: fold_batchnorm 11
# LINES: fold_batchnorm 13

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    sd = torch.sqrt(running_var + eps)
    W_folded = W / sd
    if b is None:
        b_folded = None
    else:
        b_folded = gamma * (b - running_mean) / sd + beta
    return W_folded, b_folded
