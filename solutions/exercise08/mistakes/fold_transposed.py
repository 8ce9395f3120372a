"""The new weights are transposed, as torch.nn.Linear stores them: (out, in). Here a layer is x @ W.
Which dimension comes first?
"""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = gamma / torch.sqrt(running_var + eps)
    if b is None:
        b = torch.zeros_like(running_mean)
    return (W * s).T, (b - running_mean) * s + beta
