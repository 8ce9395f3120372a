"""The command `grade explore`: the lesson's interactive figure in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.command_group import given_keys
from grader.cli.reporting import open_page

if TYPE_CHECKING:
    from grader.course.course import Course
    from grader.model import Exercise


@click.command("explore", epilog="Example: grade explore exercise03")
@click.argument("exercise", required=False)
def explore(exercise: str | None) -> None:
    """The lesson's interactive figure in the browser, with the values of your functions.

    Without EXERCISE, that of the next unfinished one. Your functions run in the confined worker;
    where none is written the figure shows the reference alone.
    """
    from grader.cli.target import choose
    from grader.course.course import find_course
    from grader.practice.board import next_row, read_board
    from grader.practice.progress import read_state

    if exercise is None:
        course = find_course(Path())
        row = next_row(read_board(course, read_state(course.root)))
        exercise = row.name if row else "exercise01"
    course, chosen, _ = choose(exercise, None, ())
    path = _page(course, chosen)
    click.echo(f"The page is {path}")
    open_page(path)


def _page(course: Course, exercise: Exercise) -> Path:
    """The page with the student's values; where those cannot be kept, the page as it is."""
    from grader.course.sealing import COURSE
    from grader.files import as_typed
    from grader.grading.torch_runtime import import_torch
    from grader.sandbox.launcher import Launcher

    has_key = any(key.name == COURSE for key in given_keys())
    with Launcher(holds_course_key=has_key) as launcher:
        import_torch()
        from grader.practice.explore import own_page, page_path

        plain = page_path(exercise)
        try:
            return as_typed(own_page(course, exercise, launcher))
        except OSError as error:
            click.echo(f"Yours is not shown: {error}", err=True)
            return as_typed(plain)
