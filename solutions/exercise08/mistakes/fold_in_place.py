"""The values are right, but the caller's W holds the new weights after the call. An operator like
*= writes into the tensor that you were given. What gives you a new one?
"""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = gamma / torch.sqrt(running_var + eps)
    b = torch.zeros_like(running_mean) if b is None else b
    W *= s
    return W, (b - running_mean) * s + beta
