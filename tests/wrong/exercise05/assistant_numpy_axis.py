# WRONG: batchnorm_backward: the mean over d is taken over all entries of the batch at once instead of per column.
# LINES: batchnorm_backward 25
"""Batch-norm backward pass (compact closed form)."""
import torch


def batchnorm_backward(grad_out, cache):
    """Compute gradients w.r.t. input, scale and shift.

    Uses the well-known closed-form expression
        dx = inv_std * (d - mean(d) - x_hat * sum(d * x_hat) / (n - correction))
    """
    # Unpack
    x_hat = cache["x_hat"]
    inv_std = cache["inv_std"]
    gamma = cache["gamma"]
    dof = grad_out.shape[0] - cache["correction"]

    # Parameter gradients
    dgamma = torch.sum(grad_out * x_hat, dim=0)
    dbeta = torch.sum(grad_out, dim=0)

    # Input gradient
    d = grad_out * gamma
    mean_d = torch.mean(d)
    proj = torch.sum(d * x_hat, dim=0) / dof
    dx = inv_std * (d - mean_d - x_hat * proj)
    return dx, dgamma, dbeta
