"""The numbers are rounded to float32, although W is float64. Which step changes the type?"""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = gamma / torch.sqrt(running_var + eps)
    if b is None:
        b = torch.zeros_like(running_mean)
    return (W * s).float(), ((b - running_mean) * s + beta).float()
