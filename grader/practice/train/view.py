"""The output of a training run: while it runs, and when it is done."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from grader.report.console import Console

if TYPE_CHECKING:
    from grader.practice.train.race import Race
    from grader.training.checkpoint import Samples
    from grader.training.loop import Trainer
    from grader.training.network import Snapshot
    from grader.training.summary import Summary

WIDTH = 80  # columns
LINES = 10  # of progress, where there is no terminal
Tick = Callable[[int, float], None]  # steps done, and the mean loss of the last few


class Timing(Struct, frozen=True):
    """The duration of this run's steps; those of an earlier one are not in it."""

    steps: int
    seconds: float

    @property
    def steps_per_second(self) -> float:
        """The pace of the run."""
        return self.steps / self.seconds if self.seconds > 0 else 0.0


@contextmanager
def show_steps(
    total: int, done: int, *, is_silent: bool, seconds_apart: Callable[[], float] = float
) -> Iterator[Tick]:
    """Show progress on standard output; call what this gives after every block of steps.

    `seconds_apart` says how much of the time since the start was not spent on steps.
    """
    if is_silent or done == total:
        yield lambda _step, _loss: None
    elif sys.stdout.isatty():
        with _bar(total, done, seconds_apart) as tick:
            yield tick
    else:
        yield _lines(total, done, seconds_apart)


def _lines(total: int, done: int, seconds_apart: Callable[[], float]) -> Tick:
    started, told = time.perf_counter(), done * LINES // total

    def tick(step: int, loss: float) -> None:
        nonlocal told
        if step * LINES // total > told:
            told = step * LINES // total
            pace = (step - done) / (time.perf_counter() - started - seconds_apart())
            print(
                f"step {step:>{len(f'{total:,}')},} of {total:,}   loss {loss:.4f}   "
                f"{pace:,.0f} steps/s",
                flush=True,
            )

    return tick


@contextmanager
def _bar(total: int, done: int, seconds_apart: Callable[[], float]) -> Iterator[Tick]:
    from rich.console import Console as Terminal
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as Remaining

    progress = Progress(
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[loss]}"),
        TextColumn("{task.fields[pace]:,.0f} steps/s"),
        Remaining(),
        console=Terminal(file=sys.stdout),
        refresh_per_second=4,
        redirect_stdout=False,
        redirect_stderr=False,
        transient=True,
    )
    started = time.perf_counter()
    with progress:
        bar = progress.add_task("", total=total, completed=done, loss="", pace=0.0)

        def tick(step: int, loss: float) -> None:
            pace = (step - done) / (time.perf_counter() - started - seconds_apart())
            progress.update(bar, completed=step, loss=f"loss {loss:.4f}", pace=pace)

        yield tick


@dataclass(frozen=True)
class Finished:
    """A finished run, and all that is told of it."""

    trainer: Trainer
    summary: Summary
    snapshot: Snapshot
    timing: Timing
    race: Race
    samples: Samples


def as_object(run: Finished) -> dict[str, Any]:
    """The run as it stands in JSON (CONTRACT, section 5)."""
    config, summary, timing = run.trainer.config, run.summary, run.timing
    return {
        "network": config.network,
        "recipe": config.recipe,
        "use": run.trainer.use,
        "device": run.race.winner.device,
        "steps": config.steps,
        "parameters": summary.parameters,
        "initial_loss": summary.initial_loss,
        "train_loss": summary.train_loss,
        "val_loss": summary.val_loss,
        "test_loss": summary.test_loss,
        "steps_per_second": round(timing.steps_per_second, 1),
        "seconds": round(timing.seconds, 3),
        "activations": [
            {
                "layer": layer.layer,
                "mean": layer.mean,
                "std": layer.std,
                "saturated": layer.saturated,
            }
            for layer in summary.activations
        ],
        "update_ratios": list(summary.update_ratios.values()),
        "samples": [{"step": step, "names": list(names)} for step, names in run.samples],
    }


def as_text(run: Finished, console: Console) -> str:
    """The run as its reader sees it, with a small histogram of every tanh layer."""
    summary = run.summary
    lines = [*_losses(run), "", *_layers(summary, run.snapshot, console), ""]
    ratios = "   ".join(f"{name} {ratio:.1f}" for name, ratio in summary.update_ratios.items())
    lines += [f"log10(update / weights)   {ratios}", "   about -3 is healthy"]
    lines += _names(run.samples, console)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _losses(run: Finished) -> Iterator[str]:
    config, summary, timing = run.trainer.config, run.summary, run.timing
    what = f"{config.network}, recipe {config.recipe}, {run.trainer.use}"
    yield f"{what:<44}{summary.parameters:>25,} parameters"
    if timing.steps:
        pace = f"{timing.steps_per_second:,.0f} steps/s"
        yield f"{timing.steps:,} steps in {timing.seconds:.1f} s, {pace}"
    yield from wrap(str(run.race), WIDTH)
    yield ""
    yield "loss    at step 0     train       val      test"
    losses = summary.initial_loss, summary.train_loss, summary.val_loss, summary.test_loss
    first, *rest = (f"{loss:.4f}" for loss in losses)
    yield f"{first:>17}" + "".join(f"{loss:>10}" for loss in rest)


def _layers(summary: Summary, snapshot: Snapshot, console: Console) -> Iterator[str]:
    from grader.training.summary import draw_blocks

    yield "tanh layer    mean     std   saturated   activations from -1 to 1"
    for stats, h in zip(summary.activations, snapshot.activations, strict=True):
        blocks = draw_blocks(h, -1.0, 1.0, unicode=console.unicode)
        numbers = f"{stats.layer:>10}  {stats.mean:>6.2f}  {stats.std:>6.2f}"
        yield f"{numbers}  {stats.saturated:>10.1%}   {console.paint(blocks, 'plot')}"


def _names(samples: Samples, console: Console) -> Iterator[str]:
    from grader.training.sampling import MOST_LETTERS

    if samples:
        yield from ("", "names that the network invents")
    cut = "…" if console.unicode else "..."
    for step, names in samples:
        told = " ".join(name + cut * (len(name) == MOST_LETTERS) or '""' for name in names)
        head = f"   after {step:,} steps   "
        yield from wrap(told, WIDTH, initial_indent=head, subsequent_indent=" " * 6)
