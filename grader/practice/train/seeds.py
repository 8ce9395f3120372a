"""One recipe from several seeds: how much of a loss is chance."""

from __future__ import annotations

import json
import math
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from msgspec import Struct

from grader.errors import GraderError
from grader.practice.train.interruption import interruption
from grader.practice.train.race import fastest
from grader.practice.train.session import names_file
from grader.practice.train.view import Tick, Timing, show_steps
from grader.report.console import Console
from grader.training import Config, load_splits, read_names
from grader.training.functions import Diverged
from grader.training.loop import BLOCK_STEPS
from grader.training.seeds import SeedTrainer

MOST_SHOWN = 20  # seeds with a line of their own for people; JSON has all


class SeedRun(Struct, frozen=True):
    """The losses of one network, in nats."""

    seed: int
    initial_loss: float
    train_loss: float
    val_loss: float


LOSSES = SeedRun.__struct_fields__[1:]


class SeedSession:
    """Networks that differ in their seed alone, trained at once.

    Raises:
        GraderError: the options contradict each other, or the names cannot be read.
    """

    remark = ""

    def __init__(
        self,
        *,
        seeds: int,
        use: str,
        names: Path | None,
        device: str,
        threads: int,
        is_silent: bool,
        **what: Any,
    ) -> None:
        if use != "reference":
            raise GraderError(
                f"--seeds trains all networks at once, which --use {use} cannot.",
                "Leave out --seeds, or give --use reference.",
            )
        self._is_silent = is_silent
        config = Config(**{**what, "hidden": what["hidden"] or 0})
        splits = load_splits(read_names(names or names_file()))
        self._race = fastest(device, threads, config, splits.train)
        self._splits = splits.to(torch.device(self._race.winner.device))
        own = range(config.seed, config.seed + seeds)
        self._trainer = SeedTrainer(
            config, self._splits.train, own, device=self._race.winner.device
        )
        self._timing = Timing(0, 0.0)
        self._runs: tuple[SeedRun, ...] = ()

    @property
    def progress(self) -> str:
        """The progress of the networks, in words."""
        return f"{self._trainer.step:,} of {self._trainer.config.steps:,} steps"

    def run(self, checkpoint: Path | None = None) -> bool:
        """Train all networks to the end; False when interrupted.

        Raises:
            Diverged: the numbers of a network ran away; its seed is named.
        """
        assert checkpoint is None, "the command line refuses --checkpoint with --seeds"
        steps, started = self._trainer.config.steps, time.perf_counter()
        progress = show_steps(steps, 0, is_silent=self._is_silent)
        with interruption() as is_interrupted, progress as tick:
            for step in self._trainer.run():
                self._tell(tick, step)
                if is_interrupted() and step < steps:
                    return False
        self._timing = Timing(steps, time.perf_counter() - started)
        self._runs = tuple(self._evaluated())
        return True

    def _tell(self, tick: Tick, step: int) -> None:
        losses = self._trainer.losses[max(0, step - BLOCK_STEPS) : step].mean(0).tolist()
        for seed, loss in zip(self._trainer.seeds, losses, strict=True):
            if not math.isfinite(loss):
                raise Diverged(
                    f"The network of seed {seed} has diverged within {step:,} steps.",
                    "Try another recipe.",
                )
        tick(step, statistics.fmean(losses))

    def _evaluated(self) -> Iterator[SeedRun]:
        losses = (
            self._trainer.losses[0],
            self._trainer.model.evaluate(self._splits.train),
            self._trainer.model.evaluate(self._splits.val),
        )
        rows = zip(self._trainer.seeds, *(loss.tolist() for loss in losses), strict=True)
        return (SeedRun(*row) for row in rows)

    def _column(self, loss: str) -> list[float]:
        return [getattr(run, loss) for run in self._runs]

    @property
    def mean(self) -> dict[str, float]:
        """The mean of each loss over the seeds."""
        return {loss: statistics.fmean(self._column(loss)) for loss in LOSSES}

    @property
    def std(self) -> dict[str, float]:
        """The standard deviation of each loss over the seeds, with n - 1; 0 for one seed."""
        columns = {loss: self._column(loss) for loss in LOSSES}
        return {
            loss: statistics.stdev(column) if len(column) > 1 else 0.0
            for loss, column in columns.items()
        }

    def as_json(self) -> str:
        """The finished runs as one JSON object."""
        config, parameters = self._trainer.config, self._trainer.model.parameters
        return json.dumps(
            {
                "network": config.network,
                "recipe": config.recipe,
                "use": "reference",
                "device": self._race.winner.device,
                "steps": config.steps,
                "parameters": sum(p[0].numel() for p in parameters.values()),
                "steps_per_second": round(self._timing.steps_per_second, 1),
                "seconds": round(self._timing.seconds, 3),
                "runs": [
                    {name: getattr(run, name) for name in ("seed", *LOSSES)} for run in self._runs
                ],
                "mean": self.mean,
                "std": self.std,
            },
            allow_nan=False,
        )

    def as_text(self, console: Console) -> str:
        """The finished runs for people: a line for each seed, then mean and deviation."""
        config, timing = self._trainer.config, self._timing
        lines = [
            f"{config.network}, recipe {config.recipe}, {len(self._runs)} seeds at once",
            f"{timing.steps:,} steps in {timing.seconds:.1f} s, "
            f"{timing.steps_per_second * len(self._runs):,.0f} network steps/s",
            str(self._race),
            "",
            f"{'seed':<20}{'loss at step 0':>16}{'train':>10}{'val':>10}",
        ]
        for run in self._runs[:MOST_SHOWN]:
            lines.append(_line(str(run.seed), run.initial_loss, run.train_loss, run.val_loss))
        if len(self._runs) > MOST_SHOWN:
            lines.append(f"and {len(self._runs) - MOST_SHOWN:,} more")
        sign = "±" if console.unicode else "+/-"
        lines += ["", _line("mean", *self.mean.values()), _line(sign + " std", *self.std.values())]
        return "\n".join(lines) + "\n"


def _line(label: str, initial: float, train: float, val: float) -> str:
    return f"{label:<20}{initial:>16.4f}{train:>10.4f}{val:>10.4f}"
