"""One moment of a run, small enough that a page can hold fifty of them."""

from __future__ import annotations

from dataclasses import dataclass

import torch

from grader.training.network import Snapshot
from grader.training.summary import SATURATED

BINS = 40  # of activations from -1 to 1


@dataclass(frozen=True)
class Layer:
    """The activations of one tanh layer: fractions by bin from -1 to 1, and what they amount to."""

    fractions: tuple[float, ...]
    std: float
    saturated: float


@dataclass(frozen=True)
class Frame:
    """The state of the tanh layers after so many steps."""

    step: int
    layers: tuple[Layer, ...]


def frame_of(step: int, snapshot: Snapshot) -> Frame:
    """The frame of a snapshot that was taken after `step` steps."""
    layers = []
    for h in snapshot.activations:
        values = h.detach().float().cpu().flatten()
        counts = torch.histc(values, bins=BINS, min=-1.0, max=1.0)
        fractions = tuple(round(part, 5) for part in (counts / len(values)).tolist())
        saturated = float((values.abs() > SATURATED).float().mean())
        layers.append(Layer(fractions, float(values.std()), saturated))
    return Frame(step, tuple(layers))
