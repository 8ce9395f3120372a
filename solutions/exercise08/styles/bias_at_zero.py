"""Written from the outside: BatchNorm is scale and shift, and x = 0 gives the bias directly."""

import torch


def fold_batchnorm(
    W: torch.Tensor,
    b: torch.Tensor | None,
    gamma: torch.Tensor,
    beta: torch.Tensor,
    running_mean: torch.Tensor,
    running_var: torch.Tensor,
    eps: float = 1e-5,
) -> tuple[torch.Tensor, torch.Tensor]:
    def batchnorm(z: torch.Tensor) -> torch.Tensor:
        return gamma * (z - running_mean) / torch.sqrt(running_var + eps) + beta

    scale = torch.diag(gamma / torch.sqrt(running_var + eps))
    at_zero = batchnorm(torch.zeros_like(running_mean) if b is None else b)
    return W @ scale, at_zero
