"""The board: every exercise, its last run, and what is next. Runs nothing."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from grader.course.course import Course
from grader.course.term import TermExercise, read_term, term_exercises
from grader.practice.progress import Run, State, has_changed
from grader.report.layout import one_line
from grader.submission.stub_state import counting_file

ALL_PASSED = "Every exercise passes."
FINISHED = "Every exercise passes, {points} of {points} points. You have built: {titles}."
SERIES = (
    "The next lecture of the series is 'Building makemore, part 4: becoming a backprop ninja', "
    "which derives the whole backward pass by hand."
)
UNREADABLE = "exercise.toml cannot be read"


class Row(Struct, frozen=True):
    """One exercise on the board.

    Attributes:
        file: what the student edits, and counts, relative to the course's root; None where it is
            missing.
        run: the last run, None before the first.
        changed: whether what counts differs from what that run graded.
        due: when it is due, where course.toml says so.
    """

    name: str
    title: str
    max_points: int
    file: str | None
    run: Run | None
    changed: bool
    due: datetime | None = None

    @property
    def has_passed(self) -> bool:
        """True if the last run passed."""
        return self.run is not None and self.run.status == "passed"


def read_board(course: Course, state: State) -> tuple[Row, ...]:
    """The board of a course, in the order of its term. A broken exercise is a row like any other.

    Raises:
        GraderError: course.toml cannot be used.
    """
    term = read_term(course)
    return tuple(_row(course, term.of(name), state) for name in term_exercises(course))


def next_row(rows: Sequence[Row]) -> Row | None:
    """The first exercise that has not passed, or else the first whose file changed since."""
    open_rows = [row for row in rows if not row.has_passed]
    return next(iter(open_rows + [row for row in rows if row.changed]), None)


def has_finished(rows: Sequence[Row]) -> bool:
    """True if every exercise has all of its points."""
    return bool(rows) and all(
        row.has_passed and row.run is not None and row.run.points == row.max_points for row in rows
    )


def course_ending(rows: Sequence[Row]) -> tuple[str, str]:
    """The closing words for a student who has all points of the course, and what comes next."""
    points = sum(row.max_points for row in rows)
    titles = "; ".join(row.title for row in rows)
    built = FINISHED.format(points=points, titles=titles)
    return built, SERIES


def _row(course: Course, item: TermExercise, state: State) -> Row:
    name = item.name
    title, max_points, functions = _outline(course, name)
    run = state.of(name).run
    counting = counting_file(course.root / "exercises" / name, name, functions)
    file = counting.relative_to(course.root).as_posix() if counting else None
    return Row(
        name=name,
        title=title,
        max_points=max_points if run is None else run.max_points,
        file=file,
        run=run,
        changed=run is not None and not run.is_live and _differs(course.root, run, file),
        due=item.due,
    )


def _differs(root: Path, run: Run, file: str | None) -> bool:
    return run.file != file or has_changed(root, run)


def _outline(course: Course, name: str) -> tuple[str, int, tuple[str, ...]]:
    """Title, points and functions of an exercise, without what takes longer to read."""
    tables = [course.root / part / name / "exercise.toml" for part in ("solutions", "exercises")]
    try:
        table = tomllib.loads(_existing(tables).read_text("utf-8"))
        points = sum(check.get("points", 0) for check in table["checks"])
        return one_line(table["title"]), points, tuple(table["functions"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return UNREADABLE, 0, ()  # grading it says what is wrong


def _existing(paths: Sequence[Path]) -> Path:
    return next((path for path in paths if path.is_file()), paths[-1])
