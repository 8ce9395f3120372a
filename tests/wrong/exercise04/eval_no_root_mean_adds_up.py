# WRONG: batchnorm_forward: root of running_var missing in evaluation; factor 1 - momentum missing at the mean buffer
# LINES: batchnorm_forward 18 21
import numpy as np
import torch


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *, training, momentum=0.1, eps=1e-5, correction=0
):
    if training:
        rows = x.shape[0]
        if rows < 2:
            raise ValueError("training needs at least two rows")
        mean = torch.einsum("nf->f", x) / rows
        dev = x - mean
        squares = torch.einsum("nf,nf->f", dev, dev)
        inv = (squares / (rows - correction) + eps).pow(-0.5)
        new_mean = running_mean + momentum * mean.detach()
        new_var = (1 - momentum) * running_var + momentum * squares.detach() / (rows - 1)
        return torch.addcmul(beta, gamma, dev * inv), new_mean, new_var
    inv = 1 / (running_var + eps)
    return gamma * (x - running_mean) * inv + beta, running_mean, running_var
