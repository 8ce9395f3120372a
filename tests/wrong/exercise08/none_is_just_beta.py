# WRONG: fold_batchnorm: without a bias the new bias is only beta, the running mean is forgotten there
# LINES: fold_batchnorm 12

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    std = torch.sqrt(running_var + eps)
    W2 = W * (gamma / std)
    if b is None:
        # no bias: nothing to fold
        return W2, beta.clone()
    b2 = (b - running_mean) * (gamma / std) + beta
    return W2, b2
