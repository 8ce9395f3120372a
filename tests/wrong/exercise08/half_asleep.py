# WRONG: fold_batchnorm: the absolute value of gamma is used, so negative gains lose their sign
# WRONG: fold_batchnorm: eps is squared under the root
# WRONG: fold_batchnorm: the bias leaves out beta
# LINES: fold_batchnorm 12
# LINES: fold_batchnorm 13
# LINES: fold_batchnorm 17

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    gain = gamma.abs()  # a gain is positive
    stdev = torch.sqrt(running_var + eps**2)
    if b is None:
        b = torch.zeros_like(running_mean)
    Wn = W * (gain / stdev)
    bn = (b - running_mean) * (gain / stdev)
    return Wn, bn
