"""Sentences and labels that several formats share: points, and what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from grader.model import CheckResult, Report
from grader.report.console import Console
from grader.report.layout import wrap

NEXT_LABEL = "Next: "
# The reason that a hidden check gives where the release does not contain it.
WITHHELD = "runs on submission"
# How the message ends of a check whose function is still the stub.
NOT_WRITTEN = " is not written yet"


def is_withheld(check: CheckResult) -> bool:
    """Whether the check is left for the course to run, since it does not travel."""
    return check.outcome == "skipped" and check.message == WITHHELD


def as_points(report: Report) -> str:
    """`4 of 10 points`, and where that is not the whole truth, what is still open."""
    later = sum(check.max_points for check in report.checks if is_withheld(check))
    if later:
        return f"{report.points} of {report.max_points - later} visible, {later} on submission"
    undecided = sum(check.max_points for check in report.checks if check.outcome == "broken")
    points = f"{report.points} of {report.max_points} points"
    return f"{points}, {undecided} undecided" if undecided else points


def next_steps(commands: Iterable[str], console: Console) -> Iterator[str]:
    """Lines with commands, at least one, each perhaps with its reason in brackets."""
    width = console.columns - len(NEXT_LABEL)
    first, *rest = [line for command in commands for line in wrap(command, width)]
    yield console.paint(NEXT_LABEL, "strong") + first
    yield from (" " * len(NEXT_LABEL) + line for line in rest)
