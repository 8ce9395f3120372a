"""Each row of W′ contains the bias b′ as well, as if it were what the two layers give for a unit
vector. What do the two layers give for x = 0, and in which of the two results does that belong?
"""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = gamma / torch.sqrt(running_var + eps)
    if b is None:
        b = torch.zeros_like(running_mean)
    return W * s + ((b - running_mean) * s + beta), (b - running_mean) * s + beta
