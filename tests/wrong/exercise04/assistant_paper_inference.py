# WRONG: batchnorm_forward: in evaluation running_var is multiplied by n/(n-1) of the batch at hand, although the buffer already has Bessel's correction.
# LINES: batchnorm_forward 24
"""Batch normalisation, following Algorithms 1 and 2 of Ioffe & Szegedy (2015)."""
import torch


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *, training, momentum=0.1, eps=1e-5, correction=0
):
    """Batch normalisation forward pass (training and inference)."""
    num_rows = x.shape[0]

    if training:
        if num_rows < 2:
            raise ValueError("Batch normalisation needs more than one row in training mode.")
        mean = x.mean(dim=0)
        var = x.var(dim=0, correction=correction)
        with torch.no_grad():
            new_running_mean = (1 - momentum) * running_mean + momentum * mean
            new_running_var = (1 - momentum) * running_var + momentum * x.var(dim=0, correction=1)
    else:
        # Algorithm 2, line 10: Var[x] = m / (m - 1) * E[var_B]
        mean = running_mean
        var = running_var * num_rows / max(num_rows - 1, 1)
        new_running_mean, new_running_var = running_mean, running_var

    x_hat = (x - mean) / torch.sqrt(var + eps)
    return gamma * x_hat + beta, new_running_mean, new_running_var
