"""Without an old bias, beta alone becomes the new one. The running mean is subtracted all the
same. What is 0 turned into by BatchNorm?
"""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = gamma / torch.sqrt(running_var + eps)
    if b is None:
        return W * s, beta.clone()
    return W * s, (b - running_mean) * s + beta
