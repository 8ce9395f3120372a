"""The lines after a pass: what the exercise was for, how the code compares, and what is next."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from grader.course.course import Course
from grader.course.hidden_files import REFERENCE, hidden_text
from grader.errors import UnreadableSubmission
from grader.model import Exercise, Report
from grader.practice.board import Row, course_ending, has_finished, next_row, read_board
from grader.practice.board_view import TRAIN
from grader.practice.progress import read_state
from grader.report.ending import Ending
from grader.submission.listing import code_lines
from grader.submission.submission import read_submission

if TYPE_CHECKING:
    from grader.sandbox.launcher import Launcher

BOARD = "grade   (the board shows what is left)"
SOLUTION = "grade solution {name}   (two other ways, beside your code)"


def ending_of(
    exercise: Exercise, course: Course, report: Report, path: Path, launcher: Launcher | None = None
) -> Ending:
    """The lines below the report of an exercise; empty where it has not passed.

    The exercise has been unsealed where a key is at hand, and the run is remembered. With a
    launcher the time is told as well.
    """
    if report.status != "passed":
        return Ending()
    time = ""
    if launcher is not None:
        from grader.practice.timing import time_beside_reference

        time = time_beside_reference(exercise, path, launcher)
    rows = read_board(course, read_state(course.root))
    compared = f"{_length(exercise, path)} {time}".strip()
    sentences = [exercise.after, compared]
    later = [row for row in rows if row.name > exercise.name and not row.has_passed]
    steps = list(_steps(exercise, report, next_row(later or rows)))
    if has_finished(rows):
        sentences += course_ending(rows)
        steps.insert(0, TRAIN)
    return Ending(tuple(text for text in sentences if text), tuple(steps))


def _length(exercise: Exercise, path: Path) -> str:
    """The length of the student's code beside the reference's, where that is at hand."""
    reference = hidden_text(exercise, REFERENCE)
    if reference is None:
        return ""
    try:
        own = code_lines(read_submission(path, exercise).source)
    except UnreadableSubmission:
        return ""
    return f"Your code has {own} line{'' if own == 1 else 's'}; {_compared(reference)}."


def _compared(reference: str) -> str:
    return f"the reference has {code_lines(reference)}"


def _steps(exercise: Exercise, report: Report, upcoming: Row | None) -> Iterator[str]:
    if upcoming is None:
        yield BOARD
    elif upcoming.file is None:
        yield f"grade reset {upcoming.name}   (brings its file back)"
    else:
        yield f"grade {upcoming.name}   (your file: {upcoming.file})"
    if report.points == report.max_points and hidden_text(exercise, REFERENCE) is not None:
        yield SOLUTION.format(name=exercise.name)
