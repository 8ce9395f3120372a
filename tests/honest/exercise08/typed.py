"""Typed to the last corner; a default for b, keywords that nobody uses, a dict inside."""

from __future__ import annotations

from typing import NamedTuple, Optional

import torch
from torch import Tensor


class Folded(NamedTuple):
    W: Tensor
    b: Tensor


def fold_batchnorm(
    W: Tensor,
    b: Optional[Tensor] = None,
    gamma: Tensor | float = 1.0,
    beta: Tensor | float = 0.0,
    running_mean: Tensor | float = 0.0,
    running_var: Tensor | float = 1.0,
    eps: float = 1e-5,
    *,
    dtype: torch.dtype | None = None,
) -> Folded:
    scale: Tensor = torch.true_divide(gamma, torch.sqrt(torch.add(running_var, eps)))
    old: Tensor = W.new_zeros(W.shape[-1]) if b is None else b
    return Folded(W=torch.mul(W, scale), b=torch.addcmul(beta, torch.sub(old, running_mean), scale))
