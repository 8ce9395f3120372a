"""Written with sums: one sum of squares gives both variances, and lerp moves the buffers."""

import torch


def batchnorm_forward(
    x: torch.Tensor,
    gamma: torch.Tensor,
    beta: torch.Tensor,
    running_mean: torch.Tensor,
    running_var: torch.Tensor,
    *,
    training: bool,
    momentum: float = 0.1,
    eps: float = 1e-5,
    correction: int = 0,
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    if not training:
        inv_std = (running_var + eps) ** -0.5
        return gamma * ((x - running_mean) * inv_std) + beta, running_mean, running_var

    n = len(x)
    if n < 2:
        raise ValueError("one row has no spread")
    mean = x.sum(0) / n
    centered = x - mean
    squares = (centered**2).sum(0)
    out = gamma * (centered * (squares / (n - correction) + eps) ** -0.5) + beta
    new_mean = running_mean.lerp(mean.detach(), momentum)
    new_var = running_var.lerp(squares.detach() / (n - 1), momentum)
    return out, new_mean, new_var
