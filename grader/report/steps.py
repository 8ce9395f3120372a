"""The last lines of what a student reads: what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from grader.render.console import Console
from grader.render.layout import wrap

NEXT_LABEL = "Next: "


def next_steps(commands: Iterable[str], console: Console) -> Iterator[str]:
    """Lines with commands, at least one, each perhaps with its reason in brackets."""
    width = console.columns - len(NEXT_LABEL)
    first, *rest = [line for command in commands for line in wrap(command, width)]
    yield console.paint(NEXT_LABEL, "strong") + first
    yield from (" " * len(NEXT_LABEL) + line for line in rest)
