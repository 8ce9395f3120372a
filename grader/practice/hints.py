"""The next hint: first the advice of the mistake that the last run recognised, then the ladder."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from grader.course.course import Course
from grader.files import as_typed
from grader.model import Exercise, RecognisedMistake
from grader.practice.progress import Progress, has_changed
from grader.report.console import Console
from grader.report.layout import cells, one_line, wrap
from grader.report.sanitize import clean, clean_ascii, cleaned
from grader.report.wording import next_steps

INDENT = "  "
LAST_AGAIN = "That is the last hint, given again. The lesson is in {readme}"
CHANGED = "Your file has changed since that run; grade {name} tells whether this still holds."


class Hint(Struct, frozen=True):
    """What `grade hint` says.

    Attributes:
        label: which hint it is, such as "hint 1 of 3".
        text: the hint itself.
        remark: what else there is to know of it, or nothing.
        following: what the next call would give, or nothing.
    """

    name: str
    title: str
    label: str
    text: str
    remark: str = ""
    following: str = ""


def next_hint(exercise: Exercise, course: Course, progress: Progress) -> tuple[Hint, Progress]:
    """The next hint of an exercise, and the progress of a student who has read it."""
    advice = _open_advice(progress)
    if advice:
        progress = replace(progress, advised=(*progress.advised, advice[0].id))
        return _as_advice(exercise, course, progress, advice[0]), progress
    last = len(exercise.hints)
    number = min(progress.hints + 1, last)
    hint = Hint(
        name=exercise.name,
        title=exercise.title,
        label=f"hint {number} of {last}",
        text=one_line(exercise.hints[number - 1]),
        remark=LAST_AGAIN.format(readme=as_typed(exercise.released / "README.md"))
        if progress.hints >= last
        else "",
        following=_label_after(exercise, number),
    )
    return hint, replace(progress, hints=number)


def render_hint(hint: Hint, console: Console) -> str:
    """The hint as text that ends in a newline."""
    hint = cleaned(hint, clean if console.unicode else clean_ascii)
    width = console.columns - len(INDENT)
    parts = (
        [*_heading(hint, console)],
        [f"{INDENT}{console.paint(line, 'advice')}" for line in wrap(hint.text, width)],
        wrap(hint.remark, console.columns) if hint.remark else [],
        [*next_steps(_commands(hint), console)],
    )
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _open_advice(progress: Progress) -> list[RecognisedMistake]:
    """The mistakes of the last run whose advice was not given since."""
    mistakes = progress.run.mistakes if progress.run else ()
    return [mistake for mistake in mistakes if mistake.id not in progress.advised]


def _as_advice(
    exercise: Exercise, course: Course, progress: Progress, mistake: RecognisedMistake
) -> Hint:
    assert progress.run is not None
    changed = has_changed(course.root, progress.run)
    return Hint(
        name=exercise.name,
        title=exercise.title,
        label="about your last run",
        text=one_line(mistake.advice),
        remark=CHANGED.format(name=exercise.name) if changed else "",
        following="more on it"
        if _open_advice(progress)
        else _label_after(exercise, progress.hints),
    )


def _label_after(exercise: Exercise, given: int) -> str:
    if given >= len(exercise.hints):
        return ""
    return f"hint {given + 1} of {len(exercise.hints)}"


def _heading(hint: Hint, console: Console) -> Iterator[str]:
    """Name and title, and beside them, or below where they are long, which hint it is."""
    indent = cells(hint.name) + 2
    painted = console.paint(hint.label, "strong")
    gap = console.columns - indent - cells(hint.title) - cells(hint.label)
    first, *rest = wrap(hint.title, console.columns - indent)
    beside = " " * gap + painted if gap >= 2 else ""
    yield f"{console.paint(hint.name, 'strong')}  {first}{beside}"
    yield from (" " * indent + line for line in rest)
    if not beside:
        yield " " * (console.columns - cells(hint.label)) + painted


def _commands(hint: Hint) -> Iterator[str]:
    yield f"grade {hint.name}"
    if hint.following:
        yield f"grade hint {hint.name}   ({hint.following})"
