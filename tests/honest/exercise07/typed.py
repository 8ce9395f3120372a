"""Typed to the last corner, with positional-only parameters and a default nobody asked for."""

from __future__ import annotations

from collections.abc import Set
from typing import Final, Literal, TypeAlias

import torch
from torch import Tensor

Name: TypeAlias = Literal["C", "W1", "b1", "W2", "b2"]
ALL: Final[frozenset[Name]] = frozenset({"C", "W1", "b1", "W2", "b2"})


def nonzero_grads(zeroed: Set[Name], /, *, everything: Set[Name] = ALL) -> frozenset[Name]:
    dead: set[Name] = set()
    if {"W2"} & zeroed:
        dead |= {"C", "W1", "b1"}
    if {"C"} & zeroed:
        dead |= {"W1"}
    if {"W1"} & zeroed:
        dead |= {"C"}
    if {"C", "W1"} & zeroed and {"b1"} & zeroed:
        dead |= {"W2"}
    return frozenset(everything - dead)


def zero_init_floor(targets: Tensor, vocab_size: int, base: float | None = None) -> Tensor:
    counts: Tensor = torch.histc(targets.float(), bins=vocab_size, min=0, max=vocab_size - 1)
    if vocab_size == 1:
        counts = torch.tensor([float(len(targets))])
    p = counts.double() / counts.sum()
    return -torch.xlogy(p, p).sum()
