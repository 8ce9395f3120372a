# WRONG: cross_entropy: the logits are clamped to -10 ... 10 "for stability", which changes the loss of every wide row.
# LINES: cross_entropy 16 17 27
"""Loss utilities.

Implementation notes
--------------------
* Clamping the logits keeps exp() in range.
* Everything is vectorised.
"""
from functools import partial

import math

import torch

MAX_LOGIT = 10.0
_safe = partial(torch.clamp, min=-MAX_LOGIT, max=MAX_LOGIT)


def uniform_loss(vocab_size: int) -> float:
    """Entropy of the uniform distribution."""
    return math.log(vocab_size)


def cross_entropy(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Mean negative log-likelihood."""
    logits = _safe(logits)  # prevents overflow
    exp_logits = torch.exp(logits)
    normaliser = exp_logits.sum(dim=1)
    correct = exp_logits[torch.arange(targets.shape[0]), targets]
    return torch.mean(torch.log(normaliser) - torch.log(correct))


def scale_output_layer(W: torch.Tensor, b: torch.Tensor, scale: float = 0.01):
    """Shrink W and reset b."""
    return W.clone() * scale, torch.zeros_like(b)
