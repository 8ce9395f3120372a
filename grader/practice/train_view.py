"""How a run of training is told: while it runs, and when it is done."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from msgspec import Struct

from grader.report.console import Console

if TYPE_CHECKING:
    from grader.training.loop import Trainer
    from grader.training.network import Snapshot
    from grader.training.summary import Summary

LINES = 10  # of progress, where there is no terminal
Tick = Callable[[int, float], None]  # steps done, and the mean loss of the last few


class Timing(Struct, frozen=True):
    """How long the steps of this run took; those of an earlier one are not in it."""

    steps: int
    seconds: float

    @property
    def steps_per_second(self) -> float:
        """The pace of the run."""
        return self.steps / self.seconds if self.seconds > 0 else 0.0


@contextmanager
def show_steps(total: int, done: int, *, is_silent: bool) -> Iterator[Tick]:
    """Show progress on standard output; call what this gives after every block of steps."""
    if is_silent or done == total:
        yield lambda _step, _loss: None
    elif sys.stdout.isatty():
        with _bar(total, done) as tick:
            yield tick
    else:
        yield _lines(total, done)


def _lines(total: int, done: int) -> Tick:
    started, told = time.perf_counter(), done * LINES // total

    def tick(step: int, loss: float) -> None:
        nonlocal told
        if step * LINES // total > told:
            told = step * LINES // total
            pace = (step - done) / (time.perf_counter() - started)
            print(
                f"step {step:>{len(f'{total:,}')},} of {total:,}   loss {loss:.4f}   "
                f"{pace:,.0f} steps/s",
                flush=True,
            )

    return tick


@contextmanager
def _bar(total: int, done: int) -> Iterator[Tick]:
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
            pace = (step - done) / (time.perf_counter() - started)
            progress.update(bar, completed=step, loss=f"loss {loss:.4f}", pace=pace)

        yield tick


def as_json(trainer: Trainer, summary: Summary, timing: Timing, device: str) -> str:
    """The run as one JSON object (CONTRACT, section 5)."""
    config = trainer.config
    return json.dumps(
        {
            "network": config.network,
            "recipe": config.recipe,
            "use": trainer.use,
            "device": device,
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
        },
        allow_nan=False,
    )


def as_text(
    trainer: Trainer, summary: Summary, snapshot: Snapshot, timing: Timing, console: Console
) -> str:
    """The run as its reader sees it, with a small histogram of every tanh layer."""
    lines = [*_losses(trainer, summary, timing), "", *_layers(summary, snapshot, console), ""]
    ratios = "   ".join(f"{name} {ratio:.1f}" for name, ratio in summary.update_ratios.items())
    lines += [f"update : weights, log10   {ratios}", "   about -3 is healthy"]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _losses(trainer: Trainer, summary: Summary, timing: Timing) -> Iterator[str]:
    config = trainer.config
    what = f"{config.network}, recipe {config.recipe}, {trainer.use}"
    yield f"{what:<44}{summary.parameters:>25,} parameters"
    if timing.steps:
        pace = f"{timing.steps_per_second:,.0f} steps/s"
        yield f"{timing.steps:,} steps in {timing.seconds:.1f} s, {pace}"
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
