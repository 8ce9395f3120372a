"""`hint("exercise03")` and `status()` in a cell: the next hint, and where one stands.

What is said speaks of cells; nothing here is a command for a terminal.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import suppress

from msgspec.structs import replace

from grader.course.course import load_exercise
from grader.errors import GraderError
from grader.practice.board import Row, read_board
from grader.practice.board_view import render_board
from grader.practice.hints import Hint, next_hint, render_hint
from grader.practice.notebook_check import course_of_notebook, live_report, publish
from grader.practice.progress import as_live_run, read_state, write_state
from grader.report.console import Console
from grader.report.formats import notebook


def hint(exercise: str, function: str = "") -> None:
    """Show the next hint for the functions as they are now, those that were run in this notebook.

    Args:
        exercise: which exercise, as "exercise03" or "3".
        function: of the exercise, to get a hint about this one.

    Nothing is raised: where no hint can be given, one sentence says why.
    """
    try:
        course = course_of_notebook()
        chosen = load_exercise(course, str(exercise))
        if function and function not in chosen.functions:
            raise GraderError(
                f"{chosen.name} has no function {function}.",
                f"It has: {', '.join(chosen.functions)}.",
            )
        state = read_state(course.root)
        progress = state.of(chosen.name)
        with suppress(GraderError):  # nothing is defined yet: the first hints need nothing
            report, _ = live_report(course, chosen.name, sys._getframe(1))
            progress = replace(progress, run=as_live_run(report))
        given, progress = next_hint(chosen, course, progress, function)
        with suppress(OSError):  # then the same hint comes again
            write_state(course.root, state.with_progress(chosen.name, progress))
    except GraderError as error:
        _say(f"{error.what} {error.remedy}".strip())
        return
    _show(lambda console: render_hint(given, console, _after_hint))


def status() -> None:
    """Show every exercise, the points of its last check or run, and what is next."""
    try:
        course = course_of_notebook()
        rows = read_board(course, read_state(course.root))
    except GraderError as error:
        _say(f"{error.what} {error.remedy}".strip())
        return
    _show(lambda console: render_board(rows, console, steps=_after_status))


def _after_hint(given: Hint) -> Iterator[str]:
    yield f'check("{given.name}")   (when you have changed the cell and run it)'
    if given.following:
        yield f'hint("{given.name}")   ({given.following})'


def _after_status(row: Row) -> Iterator[str]:
    yield f'check("{row.name}")   (when the cells of its functions have run)'
    yield f'hint("{row.name}")   (for a first hint)'


def _say(sentence: str) -> None:
    publish(sentence + "\n", notebook.sentence_as_html(sentence))


def _show(render: Callable[[Console], str]) -> None:
    publish(render(Console()), notebook.text_as_html(render(Console(color=True))))
