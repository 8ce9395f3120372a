"""The new weights are turned around, as torch.nn.Linear keeps them: (out, in). Here a layer is x @
W. Which dimension comes first?
"""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = gamma / torch.sqrt(running_var + eps)
    b = torch.zeros_like(running_mean) if b is None else b
    return (W * s).T, (b - running_mean) * s + beta
