# WRONG: fold_batchnorm: normalises the columns of W by their own mean and spread instead of using the running statistics

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    mu = W.mean(dim=0)
    sig = torch.sqrt(W.var(dim=0, unbiased=False) + eps)
    W_hat = (W - mu) / sig
    if b is None:
        b = torch.zeros_like(beta)
    return gamma * W_hat, gamma * b + beta
