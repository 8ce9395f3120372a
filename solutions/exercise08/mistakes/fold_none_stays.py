"""With b=None no new bias is returned. The mean is still subtracted and beta is still added. What
does the folded layer give for x = 0?
"""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = gamma / torch.sqrt(running_var + eps)
    if b is None:
        return W * s, None
    return W * s, (b - running_mean) * s + beta
