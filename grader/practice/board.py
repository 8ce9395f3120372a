"""The board: every exercise, the points of its last run, and what is next. Runs nothing."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from grader.course.course import Course
from grader.course.term import TermExercise, read_term, term_exercises
from grader.practice.progress import Run, State, has_changed
from grader.report.console import Console
from grader.report.layout import cells, cut, one_line, wrap
from grader.report.sanitize import clean, clean_ascii, cleaned
from grader.report.wording import next_steps
from grader.submission.stub_state import counting_file

HEADING = "Exercises"
WELCOME = (
    "Welcome. Each exercise is a folder with a lesson (README.md) and a file to complete. Begin "
    "with {file}: write its first function, save, and grade it with the command below."
)
ALL_PASSED = "Every exercise passes."
FINISHED = "Every exercise passes, {points} of {points} points. You have built: {titles}."
SERIES = (
    "The next lecture of the series is 'Building makemore, part 4: becoming a backprop ninja', "
    "which derives the whole backward pass by hand."
)
TRAIN = "grade train --use student   (the real network, with your functions)"
UNREADABLE = "exercise.toml cannot be read"
MARKER = "> "
BAR_CELLS = 10
BARS = {True: ("━", "─"), False: ("#", "-")}  # by whether the console shows Unicode
SIDE_BY_SIDE = 72  # columns; in fewer, a title has a line of its own
POINTS_WIDTH = len("10/10")
MOST_DUE = 3  # dates below the board
NOTES = {
    "passed": "passed",
    "failed": "under way",
    "not_started": "not started",
    "unloadable": "cannot load",
    "limit": "over a limit",
    "error": "undecided",
}
STYLES = {"passed": "good", "failed": "wait", "unloadable": "bad", "limit": "bad", "error": "bad"}
CHANGED = "changed since"
NOTE_WIDTH = max(map(len, (*NOTES.values(), CHANGED)))


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


def render_board(
    rows: Sequence[Row],
    console: Console,
    now: datetime | None = None,
    steps: Callable[[Row], Iterable[str]] | None = None,
) -> str:
    """The board as text that ends in a newline; `now` decides what is still due.

    `steps` gives what to type for the exercise that is next; commands, unless given. With commands
    a student who has run nothing yet is welcomed.
    """
    rows = [cleaned(row, clean if console.unicode else clean_ascii) for row in rows]
    upcoming = next_row(rows)
    width = console.columns - _taken_width()
    parts = (
        [*_welcome(upcoming, console)] if steps is None and _is_new(rows) else [],
        [_heading(rows, console)],
        [line for row in rows for line in _lines(row, width, row is upcoming, console)],
        [*_closing(rows, upcoming, console, steps or _steps)],
        [*_due_lines(rows, now or datetime.now(UTC))],
    )
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _is_new(rows: Sequence[Row]) -> bool:
    return not any(row.run for row in rows)


def _welcome(first: Row | None, console: Console) -> Iterator[str]:
    if first is not None and first.file is not None:
        yield from wrap(WELCOME.format(file=first.file), console.columns)


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


def _heading(rows: Sequence[Row], console: Console) -> str:
    later = sum(row.run.later for row in rows if row.run)
    earned = sum(row.run.points for row in rows if row.run)
    total = f"{earned} of {sum(row.max_points for row in rows) - later} points"
    if later:
        total += f", {later} on submission"
    gap = " " * (console.columns - cells(HEADING) - cells(total))
    return console.paint(HEADING, "strong") + gap + console.paint(total, "strong")


def _taken_width() -> int:
    """The columns of a row beside its title: marker, name, bar, points, note and gaps."""
    return len(MARKER) + len("exercise01") + 2 + 2 + BAR_CELLS + 1 + POINTS_WIDTH + 1 + NOTE_WIDTH


def _lines(row: Row, width: int, is_next: bool, console: Console) -> Iterator[str]:
    marker = console.paint(MARKER, "strong") if is_next else " " * len(MARKER)
    name = console.paint(row.name, "strong")
    points = f"{_points(row):>{POINTS_WIDTH}}"
    note, style = _note(row)
    facts = f"{_bar(row, console)} {points} {console.paint(note, style)}"
    if console.columns < SIDE_BY_SIDE:
        yield f"{marker}{name}  {facts}"
        yield from (" " * 4 + line for line in wrap(row.title, console.columns - 4))
        return
    title = cut(row.title, width, console.ellipsis)
    yield f"{marker}{name}  {title}{' ' * (width - cells(title))}  {facts}"


def _points(row: Row) -> str:
    if row.run is None:
        return f"-/{row.max_points}"
    return f"{row.run.points}/{row.max_points - row.run.later}"


def _note(row: Row) -> tuple[str, str]:
    """A word or two on where the exercise stands, and their style."""
    if row.file is None:
        return "no file", "bad"
    if row.run is None:
        return "not run yet", "quiet"
    if row.changed:
        return CHANGED, "wait"
    if row.has_passed and row.run.later:
        return f"{row.run.later} to come", "good"
    return NOTES[row.run.status], STYLES.get(row.run.status, "quiet")


def _bar(row: Row, console: Console) -> str:
    """The points as a bar; full only when all of them are earned."""
    reach = row.max_points - row.run.later if row.run else 0
    filled = BAR_CELLS * row.run.points // reach if row.run and reach else 0
    full, empty = BARS[console.unicode]
    style = "good" if filled == BAR_CELLS else "wait"
    rest = console.paint(empty * (BAR_CELLS - filled), "quiet")
    return console.paint(full * filled, style) + rest


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


def _closing(
    rows: Sequence[Row],
    upcoming: Row | None,
    console: Console,
    steps: Callable[[Row], Iterable[str]],
) -> Iterator[str]:
    if upcoming is None and has_finished(rows):
        for sentence in course_ending(rows):
            yield from wrap(sentence, console.columns)
        yield from next_steps([TRAIN], console)
    elif upcoming is None:
        yield ALL_PASSED
    else:
        yield from next_steps(steps(upcoming), console)


def _steps(row: Row) -> Iterator[str]:
    """The commands for the exercise that is next."""
    if row.file is None:
        yield f"grade reset {row.name}   (brings its file back)"
    elif row.has_passed:
        yield f"grade {row.name}   (its file changed since it passed)"
    else:
        yield f"grade {row.name}   (your file: {row.file})"
        yield f"grade hint {row.name}   (for a first hint)"


def _due_lines(rows: Sequence[Row], now: datetime) -> Iterator[str]:
    """The first dates of what has not passed; what is overdue stands before what is next."""
    dated = [(row.due, row.name) for row in rows if row.due is not None and not row.has_passed]
    for due, name in sorted(dated)[:MOST_DUE]:
        when = f"{due:%a} {due.day} {due:%b %Y, %H:%M %Z}"
        yield f"Due: {name}, {when} ({_distance(due, now)})"


def _distance(due: datetime, now: datetime) -> str:
    """The time until or since a date: `in 3 days`, `in 5 hours`, `2 days ago`."""
    hours = int(abs((due - now).total_seconds()) // 3600)
    count, unit = (hours // 24, "day") if hours >= 48 else (hours, "hour")
    length = f"{count} {unit}{'' if count == 1 else 's'}" if count else "less than an hour"
    return f"in {length}" if due >= now else f"{length} ago"
