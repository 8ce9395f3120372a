"""Typed to the last corner; a TypedDict, a NamedTuple and a positional-only signature."""

from __future__ import annotations

from typing import Final, NamedTuple, TypedDict

import torch
from torch import Tensor
from torch.special import expit

FLAT: Final = 0.97


class Stats(TypedDict):
    mean: float
    std: float
    saturated: float


class Bars(NamedTuple):
    heights: Tensor
    places: Tensor


def activation_stats(h: Tensor, threshold: float = FLAT, /) -> Stats:
    saturated = torch.where(h.abs() > threshold, 1.0, 0.0).mean(dtype=torch.float64)
    return Stats(mean=float(h.mean()), std=float(h.std(unbiased=True)), saturated=float(saturated))


def dead_neurons(h: Tensor, threshold: float = 0.99, /) -> int:
    return sum((h.abs() > threshold).all(dim=0).tolist())


def update_ratio(param: Tensor, grad: Tensor, lr: float, /) -> float:
    decades: Tensor = torch.log2(lr * grad.std() / param.std()) / torch.log2(torch.tensor(10.0))
    return decades.item()


def density_histogram(t: Tensor, bins: int = 50, /) -> Bars:
    low, high = t.min(), t.max()
    edges = low + (high - low) * torch.arange(bins + 1, dtype=t.dtype) / bins
    # How many values lie below each edge; a steep sigmoid is a step.
    below = expit((edges[1:-1, None] - t.flatten()) * torch.inf).sum(dim=1)
    ends = torch.tensor([0.0, t.numel()], dtype=t.dtype)
    cumulated = torch.cat((ends[:1], below, ends[1:]))
    return Bars(cumulated.diff() / t.numel() / edges.diff(), edges)
