# WRONG: fold_batchnorm: the mean is subtracted without being scaled by s, while beta is scaled although it must not be.
# LINES: fold_batchnorm 12
import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = torch.exp(-0.5 * torch.log(running_var + eps)) * gamma
    # treat the bias as one more row of the weights
    row = torch.zeros_like(beta) if b is None else b
    stacked = torch.cat([W, row[None, :]], dim=0) * s
    W_new, b_new = stacked[:-1], stacked[-1]
    b_new = b_new - running_mean + s * beta
    return W_new, b_new
