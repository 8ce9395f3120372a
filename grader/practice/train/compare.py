"""Several recipes of one network, trained one after the other and shown beside each other."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import wrap
from typing import Any

from grader.errors import GraderError
from grader.practice.train.page import draw_page
from grader.practice.train.session import Session
from grader.practice.train.view import WIDTH, Finished, as_object
from grader.report.console import Console
from grader.training.plots import draw_portraits
from grader.training.recipes import RECIPES, NetworkName, Recipe
from grader.training.summary import draw_blocks

LABEL, GAP = 14, 2  # columns
WIDEST = 32  # columns of a histogram
SHARED = ("network", "use", "device", "steps")  # what JSON says once for all


def recipes_of(text: str, network: NetworkName) -> tuple[Recipe, ...]:
    """The recipes that stand in "original,kaiming".

    Raises:
        GraderError: the network does not have one of them, one stands twice, or only one.
    """
    words = [word.strip() for word in text.split(",")]
    known = RECIPES[network]
    for word in words:
        if word not in known:
            raise GraderError(
                f"The network {network} has no recipe '{word}'.",
                f"Give --compare some of these: {','.join(known)}",
            )
    found = tuple(recipe for word in words for recipe in known if recipe == word)
    if len(set(found)) < max(len(found), 2):
        raise GraderError(
            "--compare needs two different recipes or more.",
            f"Give it some of these: {','.join(known)}",
        )
    return found


class Comparison:
    """Runs that differ in their recipe alone.

    Raises:
        GraderError, Unready: as for `Session`, and where the recipes cannot be compared.
    """

    def __init__(self, compare: str, **what: Any) -> None:
        recipes = recipes_of(compare, what["network"])
        self._is_silent = what["is_silent"]
        self._sessions = [Session(**{**what, "recipe": recipe}) for recipe in recipes]

    @property
    def remark(self) -> str:
        """A remark for the user before training."""
        return "\n".join(dict.fromkeys(one.remark for one in self._sessions if one.remark))

    @property
    def progress(self) -> str:
        """The progress of the runs, in words."""
        return ", ".join(f"{one.trainer.config.recipe} {one.progress}" for one in self._sessions)

    def run(self, checkpoint: Path | None = None) -> bool:
        """Train all of them to the end; False when interrupted."""
        assert checkpoint is None, "the command line refuses --checkpoint with --compare"
        for session in self._sessions:
            if not self._is_silent:
                print(f"recipe {session.trainer.config.recipe}", flush=True)
            if not session.run(None):
                return False
        return True

    def as_json(self) -> str:
        """The finished runs as one JSON object."""
        runs = [as_object(session.finished) for session in self._sessions]
        shared = {key: runs[0][key] for key in SHARED}
        return json.dumps({**shared, "compare": runs}, allow_nan=False)

    def as_text(self, console: Console) -> str:
        """The finished runs for people, one column each."""
        runs = [session.finished for session in self._sessions]
        config, use = runs[0].trainer.config, runs[0].trainer.use
        room = (WIDTH - LABEL - GAP * (len(runs) - 1)) // len(runs)
        width = min(WIDEST, room)
        head = f"{config.network}, {use}, {config.steps:,} steps each"
        rows = [*_numbers(runs), *_layers(runs, width, console), *_names(runs)]
        races = [f"{run.trainer.config.recipe} {run.race}" for run in runs]
        lines = [head, *(line for text in races for line in wrap(text, WIDTH)), ""]
        return "\n".join([*lines, *(_row(label, cells, width) for label, *cells in rows)]) + "\n"

    def draw(self) -> bytes:
        """The lecture's pictures, one column for each recipe."""
        return draw_portraits([one.portrait(one.trainer.config.recipe) for one in self._sessions])

    def draw_page(self) -> bytes:
        """A page that moves, one column for each recipe."""
        return draw_page([(one.finished, one.frames) for one in self._sessions])


def _row(label: str, cells: Sequence[str], width: int) -> str:
    shown = (cell[:width].ljust(width) for cell in cells)
    return (f"{label:<{LABEL}}" + (" " * GAP).join(shown)).rstrip()


def _numbers(runs: Sequence[Finished]) -> Iterator[list[str]]:
    summaries = [run.summary for run in runs]
    yield ["", *(run.trainer.config.recipe for run in runs)]
    yield ["parameters", *(f"{one.parameters:,}" for one in summaries)]
    yield ["loss, step 0", *(f"{one.initial_loss:.4f}" for one in summaries)]
    yield ["loss, train", *(f"{one.train_loss:.4f}" for one in summaries)]
    yield ["loss, val", *(f"{one.val_loss:.4f}" for one in summaries)]
    yield ["loss, test", *(f"{one.test_loss:.4f}" for one in summaries)]
    yield ["steps/s", *(f"{run.timing.steps_per_second:,.0f}" for run in runs)]


def _layers(runs: Sequence[Finished], width: int, console: Console) -> Iterator[list[str]]:
    yield [""]
    yield ["activations from -1 to 1"]
    for i, first in enumerate(runs[0].summary.activations):
        layers = [run.summary.activations[i] for run in runs]
        values = [run.snapshot.activations[i] for run in runs]
        label = f"tanh layer {first.layer}"
        yield [
            label,
            *(draw_blocks(h, -1.0, 1.0, unicode=console.unicode, bins=width) for h in values),
        ]
        yield ["  std", *(f"{one.std:.2f}" for one in layers)]
        yield ["  saturated", *(f"{one.saturated:.1%}" for one in layers)]
    yield [""]
    yield ["log10(update / weights), about -3 is healthy"]
    for name in runs[0].summary.update_ratios:
        yield [name, *(f"{run.summary.update_ratios[name]:.1f}" for run in runs)]


def _names(runs: Sequence[Finished]) -> Iterator[list[str]]:
    for blocks in zip(*(run.samples for run in runs), strict=True):
        yield [""]
        yield [f"names that the networks invent after {blocks[0][0]:,} steps"]
        for names in zip(*(names for _, names in blocks), strict=True):
            yield ["", *names]
