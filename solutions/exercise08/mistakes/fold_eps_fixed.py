"""The eps that is handed in is not used; it looks as if 1e-5 were written into the function. That
is only its default. Which eps does the trained network have?
"""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = gamma / torch.sqrt(running_var + 1e-5)
    b = torch.zeros_like(running_mean) if b is None else b
    return W * s, (b - running_mean) * s + beta
