"""The progress of grading a class: a bar on a terminal, elsewhere a line for each submission."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from grader.batch.jobs.job import Graded
from grader.report.layout import cut, one_line
from grader.report.sanitize import clean

NAME_COLUMNS = 20
TOLD_SECONDS = 15.0  # between two lines that say how long it will take
Tick = Callable[[Graded], None]


@contextmanager
def show_progress(total: int) -> Iterator[Tick]:
    """Show progress on standard output; call what this gives after each submission."""
    if sys.stdout.isatty():
        with _bar(total) as tick:
            yield tick
    else:
        yield _lines(total)


def _lines(total: int) -> Tick:
    count, start = 0, time.monotonic()
    told = start

    def tick(graded: Graded) -> None:
        nonlocal count, told
        count += 1
        print(f"{count:>{len(str(total))}} of {total}  {as_line(graded)}", flush=True)
        print(graded.fault, end="", file=sys.stderr, flush=True)
        now = time.monotonic()
        if now - told >= TOLD_SECONDS and count < total:
            told = now
            print(f"    {as_duration((now - start) / count * (total - count))} left", flush=True)

    return tick


def as_duration(seconds: float) -> str:
    """A duration, as exactly as one can know it: `about 4 minutes`."""
    if seconds < 90:
        return f"about {max(10, round(seconds, -1)):.0f} seconds"
    if seconds < 90 * 60:
        return f"about {seconds / 60:.0f} minutes"
    return f"about {seconds / 3600:.1f} hours"


@contextmanager
def _bar(total: int) -> Iterator[Tick]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn
    from rich.text import Text

    # The stream itself: while checks run, sys.stdout is something else.
    console = Console(file=sys.stdout)
    progress = Progress(
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        refresh_per_second=4,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    with progress:
        bar = progress.add_task("", total=total)

        def tick(graded: Graded) -> None:
            console.print(Text(as_line(graded)), soft_wrap=True)
            if graded.fault:
                console.print(Text(graded.fault.rstrip()), soft_wrap=True)
            progress.advance(bar)

        yield tick


def as_line(graded: Graded) -> str:
    """Who, what, how many points, and how it ended; safe to show on a terminal."""
    entry, report = graded.entry, graded.report
    student = cut(one_line(clean(entry.student)), NAME_COLUMNS, "...")
    points = f"{report.points} of {report.max_points}"
    status = report.status.replace("_", " ")
    note = f"  ({entry.note})" if entry.note else ""
    return f"{student:<{NAME_COLUMNS}}  {entry.exercise}  {points:>8}  {status}{note}"
