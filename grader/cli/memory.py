"""The state that commands keep in .grade; failing to is no reason to fail."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from grader.course.course import Course


def remember(write: Callable[[], None]) -> None:
    """Write to the course's memory; where that fails, say so in one line and go on."""
    try:
        write()
    except OSError as error:
        reason = error.strerror or str(error)
        click.echo(f"This is not remembered, .grade cannot be written: {reason}.", err=True)


def keep_stubs(course: Course, names: Sequence[str]) -> None:
    """Keep the stubs of exercises that are not begun, for `grade reset`."""
    from grader.practice import reset

    reset.keep_stubs(course, names)
