"""eps is added twice. The buffer holds the plain variance, and one eps is enough. Where does the
second one come from?
"""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = gamma / torch.sqrt(running_var + 2 * eps)
    b = torch.zeros_like(running_mean) if b is None else b
    return W * s, (b - running_mean) * s + beta
