"""beta is added to the weights. It is added to the output whatever x is. What does the layer give
for x = 0?
"""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = gamma / torch.sqrt(running_var + eps)
    if b is None:
        b = torch.zeros_like(running_mean)
    return W * s + beta, (b - running_mean) * s + 0 * beta
