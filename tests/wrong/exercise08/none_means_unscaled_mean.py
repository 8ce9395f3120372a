# WRONG: fold_batchnorm: in the branch for b=None the running mean is subtracted without the factor s.
# LINES: fold_batchnorm 10
import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    inv_std = torch.rsqrt(running_var + eps)
    Wn = W * (gamma * inv_std).unsqueeze(0)
    if b is None:
        bn = beta - running_mean
    else:
        bn = (b - running_mean) * inv_std * gamma + beta
    return Wn, bn
