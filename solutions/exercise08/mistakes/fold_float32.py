"""The numbers are rounded to float32 on the way, which costs nine of their sixteen digits. W comes
in float64. Which step changes that?
"""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = gamma / torch.sqrt(running_var + eps)
    b = torch.zeros_like(running_mean) if b is None else b
    return (W * s).float(), ((b - running_mean) * s + beta).float()
