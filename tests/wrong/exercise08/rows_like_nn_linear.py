# WRONG: fold_batchnorm: scales the rows of W (one per input), as if W were stored (out, in) like in nn.Linear
# LINES: fold_batchnorm 11

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    if b is None:
        b = running_mean.new_zeros(running_mean.shape)
    factor = gamma * torch.rsqrt(running_var + eps)
    W_fused = W * factor.view(-1, 1)
    b_fused = beta + factor * (b - running_mean)
    return W_fused, b_fused
