"""The lecture's four pictures of a network, and the same of another beside them.

Activations, their gradients, the gradients of the weights, and how large the updates are beside
the weights. Every line differs from the others in colour, lightness and dashes, so that the
pictures can be read in grey and by colour-blind eyes.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

from grader.training.loop import Trainer
from grader.training.network import Snapshot, is_matrix

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Okabe and Ito's colours, dark ones first, with dashes of their own; yellow is too pale for lines.
COLOURS = ("#000000", "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00")
DASHES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (8, 2)), (0, (1, 3)))
HEALTHY_RATIO = -3.0
ACTIVATION_BINS, GRADIENT_BINS = 40, 60
QUANTILE = 0.995  # of gradients; the few beyond it would squeeze the rest into one bin
INCHES_PER_PANEL = (6.2, 2.6)
DPI = 110

Lines = Mapping[str, tuple[Tensor, Tensor]]  # x and y by label


@dataclass(frozen=True)
class Portrait:
    """The drawn parts of one network: its name, a snapshot, and the record of its updates."""

    title: str
    snapshot: Snapshot
    ratios: Mapping[str, Tensor]  # log10, (records,) by parameter
    record_every: int  # steps


def portray(title: str, trainer: Trainer, snapshot: Snapshot) -> Portrait:
    """The portrait of a run."""
    names = [name for name in trainer.model.parameters if is_matrix(name)]
    columns = dict(zip(names, trainer.ratios.cpu().unbind(1), strict=True))
    return Portrait(title, snapshot, columns, trainer.record_every)


def draw_portraits(portraits: Sequence[Portrait]) -> bytes:
    """A PNG with one column for each portrait and one row for each of the four pictures."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    rows = (_draw_activations, _draw_activation_gradients, _draw_weight_gradients, _draw_ratios)
    width, height = INCHES_PER_PANEL
    figure, grid = plt.subplots(
        len(rows),
        len(portraits),
        figsize=(width * len(portraits), height * len(rows)),
        squeeze=False,
        sharex="row",
        sharey="row",
        layout="constrained",
    )
    for draw, row in zip(rows, grid, strict=True):
        for axes, portrait in zip(row, portraits, strict=True):
            draw(axes, portrait)
            axes.spines[["top", "right"]].set_visible(False)
            axes.tick_params(labelsize=8, labelbottom=True)
            axes.locator_params(axis="x", nbins=6)
            axes.legend(
                fontsize=7,
                frameon=False,
                handlelength=4,
                loc="center left",
                bbox_to_anchor=(1, 0.5),
            )
    for axes, portrait in zip(grid[0], portraits, strict=True):
        axes.set_title(f"{portrait.title.upper()}\n{axes.get_title()}", fontsize=10)
    file = io.BytesIO()
    figure.savefig(file, dpi=DPI, metadata={"Software": None})
    plt.close(figure)
    return file.getvalue()


def _draw_activations(axes: Axes, portrait: Portrait) -> None:
    lines = {}
    for layer, h in enumerate(portrait.snapshot.activations, start=1):
        saturated = float((h.abs() > 0.97).float().mean())
        label = f"layer {layer}: std {float(h.std()):.2f},\nsaturated {saturated:.0%}"
        lines[label] = _density(h, -1.0, 1.0, ACTIVATION_BINS)
    _draw_lines(axes, lines)
    axes.set_title("Activations of the tanh layers", fontsize=10)
    axes.set_xlabel("activation", fontsize=8)
    axes.set_ylabel("density", fontsize=8)


def _draw_activation_gradients(axes: Axes, portrait: Portrait) -> None:
    gradients = portrait.snapshot.activation_gradients
    spread = _widest(gradients)
    lines = {
        f"layer {layer}: std {float(gradient.std()):.1e}": _density(
            gradient, -spread, spread, GRADIENT_BINS
        )
        for layer, gradient in enumerate(gradients, start=1)
    }
    _draw_lines(axes, lines)
    axes.set_title("Gradients of the activations", fontsize=10)
    axes.set_xlabel("d loss / d activation", fontsize=8)
    axes.set_ylabel("density", fontsize=8)


def _draw_weight_gradients(axes: Axes, portrait: Portrait) -> None:
    gradients = portrait.snapshot.weight_gradients
    spread = _widest(list(gradients.values()))
    lines = {
        f"{name}: std {float(gradient.std()):.1e}": _density(
            gradient, -spread, spread, GRADIENT_BINS
        )
        for name, gradient in gradients.items()
    }
    _draw_lines(axes, lines)
    axes.set_title("Gradients of the weights", fontsize=10)
    axes.set_xlabel("d loss / d weight", fontsize=8)
    axes.set_ylabel("density", fontsize=8)


def _draw_ratios(axes: Axes, portrait: Portrait) -> None:
    lines = {
        name: (portrait.record_every * torch.arange(len(ratios)), ratios)
        for name, ratios in portrait.ratios.items()
    }
    axes.axhline(HEALTHY_RATIO, color="#777777", lw=0.8, label="−3, about right")
    _draw_lines(axes, lines)
    axes.set_title("How large an update is beside its weights", fontsize=10)
    axes.set_xlabel("step (late ones have a tenth of the learning rate)", fontsize=8)
    axes.set_ylabel("log10, update / weights", fontsize=8)


def _draw_lines(axes: Axes, lines: Lines) -> None:
    for index, (label, (x, y)) in enumerate(lines.items()):
        style: dict[str, Any] = {
            "color": COLOURS[index % len(COLOURS)],
            "ls": DASHES[index % len(DASHES)],
        }
        axes.plot(x.numpy(), y.numpy(), label=label, lw=1.5, **style)


def _density(values: Tensor, low: float, high: float, bins: int) -> tuple[Tensor, Tensor]:
    """The middles of the bins, and how dense the values lie in each."""
    flat = values.detach().float().cpu().flatten()
    counts = torch.histc(flat, bins=bins, min=low, max=high)
    edges = torch.linspace(low, high, bins + 1)
    return (edges[1:] + edges[:-1]) / 2, counts / (len(flat) * (high - low) / bins)


def _widest(tensors: Sequence[Tensor]) -> float:
    """A bound that nearly all numbers of every tensor stay within, in absolute value."""
    bounds = [
        torch.quantile(t.detach().abs().float().flatten()[:100_000], QUANTILE) for t in tensors
    ]
    return max(float(max(bounds)), 1e-12)
