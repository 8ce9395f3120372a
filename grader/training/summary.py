"""The summary of a finished run: losses, activations, and how fast the weights move."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from grader.training.dataset import Splits
from grader.training.loop import Trainer
from grader.training.network import Snapshot, is_matrix

SNAPSHOT_ROWS = 1000  # of the training split: enough for smooth histograms
SATURATED = 0.97  # |h| above it: the slope of tanh is below 0.06
BLOCKS = {True: "▁▂▃▄▅▆▇█", False: "_.:-=+*#"}  # with and without Unicode
BINS = 32


@dataclass(frozen=True)
class LayerStats:
    """The activations of one tanh layer, over a batch of training examples."""

    layer: int  # from 1
    mean: float
    std: float
    saturated: float  # the fraction with |h| > 0.97


@dataclass(frozen=True)
class Summary:
    """A run in numbers; losses are in nats."""

    parameters: int
    initial_loss: float
    train_loss: float
    val_loss: float
    test_loss: float
    activations: tuple[LayerStats, ...]
    update_ratios: dict[str, float]  # log10, the last that were taken, of C and every W


def summarise(trainer: Trainer, splits: Splits, snapshot: Snapshot) -> Summary:
    """Evaluate a finished run on every split.

    Raises:
        FunctionFailed, Diverged: an injected function gives what cannot be used.
    """
    model = trainer.model
    names = filter(is_matrix, model.parameters)
    train, val, test = (
        float(model.evaluate(part)) for part in (splits.train, splits.val, splits.test)
    )
    return Summary(
        parameters=sum(parameter.numel() for parameter in model.parameters.values()),
        initial_loss=float(trainer.losses[0]),
        train_loss=train,
        val_loss=val,
        test_loss=test,
        activations=tuple(
            _stats(trainer, layer, h) for layer, h in enumerate(snapshot.activations, start=1)
        ),
        update_ratios=dict(zip(names, trainer.ratios[-1].tolist(), strict=True)),
    )


def _stats(trainer: Trainer, layer: int, h: Tensor) -> LayerStats:
    if trainer.functions.activation_stats is not None:
        own = trainer.functions.activation_stats(h.clone())
        return LayerStats(layer, float(own["mean"]), float(own["std"]), float(own["saturated"]))
    saturated = (h.abs() > SATURATED).double().mean()
    return LayerStats(layer, float(h.mean()), float(h.std()), float(saturated))


def draw_blocks(
    values: Tensor, low: float, high: float, *, unicode: bool = True, bins: int = BINS
) -> str:
    """A histogram of the values from `low` to `high`, one character for each bin."""
    counts = torch.histc(values.float().cpu(), bins=bins, min=low, max=high)
    signs = BLOCKS[unicode]
    tallest = max(float(counts.max()), 1.0)
    heights = [math.ceil(count / tallest * (len(signs) - 1)) for count in counts.tolist()]
    return "".join(signs[height] for height in heights)
