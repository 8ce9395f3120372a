"""Written row by row: the largest logit is subtracted first, so that exp cannot overflow."""

import math

import torch


def uniform_loss(vocab_size: int) -> float:
    return -math.log(1 / vocab_size)


def cross_entropy(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    losses = []
    for row, target in zip(logits, targets.tolist(), strict=True):
        shifted = row - row.max()  # the largest logit is now 0
        losses.append(shifted.exp().sum().log() - shifted[target])
    return torch.stack(losses).mean()


def scale_output_layer(
    W: torch.Tensor, b: torch.Tensor, scale: float = 0.01
) -> tuple[torch.Tensor, torch.Tensor]:
    return scale * W, torch.zeros(b.shape, dtype=b.dtype)
