# WRONG: fold_batchnorm: the old bias is added as it is and does not go through the scaling
# LINES: fold_batchnorm 14

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    inv = 1 / torch.sqrt(running_var + eps)
    Wf = W.clone()
    for j in range(W.shape[1]):
        Wf[:, j] = W[:, j] * gamma[j] * inv[j]
    bf = beta - running_mean * gamma * inv
    if b is not None:
        bf = bf + b
    return Wf, bf
