"""A run as a page that moves: one file that asks for nothing, with a slider over its steps."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from grader.practice.train.view import Finished
from grader.training.frames import Frame
from grader.training.network import is_matrix

TEMPLATE = Path(__file__).with_name("page.html.txt")
LOSS_POINTS = 400  # of a run: each the mean of the steps around it
DIGITS = 4

Filmed = tuple[Finished, Sequence[Frame]]


def draw_page(filmed: Sequence[Filmed]) -> bytes:
    """The page of one run, or of several beside each other."""
    runs = [_run(finished, frames) for finished, frames in filmed]
    config, use = filmed[0][0].trainer.config, filmed[0][0].trainer.use
    recipes = " and ".join(run["recipe"] for run in runs)
    title = f"{config.network}, {recipes}, {use}: {config.steps:,} steps"
    # In a script element only "<" can end it.
    data = json.dumps({"steps": config.steps, "runs": runs}, allow_nan=False)
    data = data.replace("<", "\\u003c")
    page = TEMPLATE.read_text("utf-8")
    return page.replace("{{ title }}", escape(title)).replace("{{ data }}", data).encode("utf-8")


def _run(finished: Finished, frames: Sequence[Frame]) -> dict[str, Any]:
    trainer = finished.trainer
    names = [name for name in trainer.model.parameters if is_matrix(name)]
    columns = trainer.ratios.cpu().unbind(1)
    return {
        "recipe": trainer.config.recipe,
        "val": finished.summary.val_loss,
        "losses": _losses(trainer.losses.cpu()),
        "record_every": trainer.record_every,
        "ratios": {
            name: [_number(value) for value in column.tolist()]
            for name, column in zip(names, columns, strict=True)
        },
        "frames": [
            {
                "step": frame.step,
                "layers": [
                    {
                        "bars": layer.fractions,
                        "std": _number(layer.std),
                        "saturated": _number(layer.saturated),
                    }
                    for layer in frame.layers
                ],
            }
            for frame in frames
        ],
        "samples": [{"step": step, "names": names} for step, names in finished.samples],
    }


def _losses(losses: Tensor) -> list[tuple[float, float | None]]:
    """(step, mean loss around it), at most `LOSS_POINTS` of them, the first loss as it is."""
    steps = torch.arange(len(losses), dtype=torch.float64)
    size = max(1, -(-len(losses) // LOSS_POINTS))
    pairs = zip(torch.split(steps[1:], size), torch.split(losses[1:].double(), size), strict=True)
    means = [(round(float(at.mean()), 1), _number(float(loss.mean()))) for at, loss in pairs]
    rest = means if len(losses) > 1 else []
    return [(0.0, _number(float(losses[0]))), *rest]


def _number(value: float) -> float | None:
    """The number as JSON can hold it: nan and infinity are gaps in a line."""
    return round(value, DIGITS) if abs(value) < float("inf") else None
