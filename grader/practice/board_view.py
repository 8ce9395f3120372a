"""The board as text: a line for each exercise, what to type next, and what is due."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime

from grader.practice.board import ALL_PASSED, Row, course_ending, has_finished, next_row
from grader.report.console import Console
from grader.report.layout import cells, cut, wrap
from grader.report.sanitize import clean, clean_ascii, cleaned
from grader.report.wording import next_steps

HEADING = "Exercises"
WELCOME = (
    "Welcome. Each exercise is a folder with a lesson (README.md) and a file to complete. Begin "
    "with {file}: write its first function, save, and grade it with the command below."
)
TRAIN = "grade train --use student   (the real network, with your functions)"
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
