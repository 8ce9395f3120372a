# WRONG: fold_batchnorm: probes the two layers with the identity and takes the outputs as W', without subtracting the output at zero

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    """Just ask the two layers: what comes out for the unit vectors, what for zero?"""

    def two_layers(x):
        z = x @ W
        if b is not None:
            z = z + b
        return gamma * (z - running_mean) / torch.sqrt(running_var + eps) + beta

    fan_in = W.shape[0]
    W_new = two_layers(torch.eye(fan_in, dtype=W.dtype))
    b_new = two_layers(torch.zeros(1, fan_in, dtype=W.dtype))[0]
    return W_new, b_new
