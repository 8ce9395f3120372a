"""Sends 0 and the unit vectors through the two layers, and reads the line off."""

import torch
import torch.nn.functional as F


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    def layers(x):
        z = F.linear(x, W.T, b)
        return F.batch_norm(z, running_mean, running_var, gamma, beta, False, 0.1, eps)

    zero = torch.zeros(1, W.shape[0], dtype=W.dtype)
    bias = layers(zero)[0]
    # The slope without the bias, so that no digits are lost in their difference.
    no_shift = torch.zeros_like(beta)
    weights = F.batch_norm(W, no_shift, running_var, gamma, no_shift, eps=eps)
    return weights, bias
