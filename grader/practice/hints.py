"""The next hint: first what the last run explained, one step at a time, then the exercise's own."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from grader.course.course import Course
from grader.errors import UnreadableSubmission
from grader.files import as_typed
from grader.model import Exercise, Explanation
from grader.practice.progress import Progress, has_changed
from grader.report.console import Console
from grader.report.details import place
from grader.report.layout import cells, one_line, wrap
from grader.report.reasons import texts_of
from grader.report.sanitize import clean, clean_ascii, cleaned
from grader.report.wording import look_at, next_steps
from grader.submission.stub_state import counting_file, unwritten_functions
from grader.submission.submission import read_submission

INDENT = "  "
LAST_AGAIN = "This is the last hint, given again. The lesson is in {readme}."
NO_HINTS = "There is no hint for this one; the lesson in its folder explains it."
CHANGED = "Your file has changed since that run; run grade {name} to see whether this still holds."


class Hint(Struct, frozen=True):
    """The text of `grade hint`.

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


def next_hint(
    exercise: Exercise, course: Course, progress: Progress, function: str = ""
) -> tuple[Hint, Progress]:
    """The next hint of an exercise, and the progress of a student who has read it.

    First what the last run explained, step by step; then the hints about the function that fails
    now, or about `function` where one is named; then those about the whole exercise.
    """
    steps = _open_steps(progress, function)
    wanted = function or _failing(exercise, progress)
    if steps:
        (key, text), *more = steps
        progress = replace(progress, advised=(*progress.advised, key))
        return _about_the_run(exercise, course, progress, text, more, wanted), progress
    own = exercise.function_hints.get(wanted, ())
    given = min(progress.function_hints.get(wanted, 0), len(own))
    number = given + progress.hints
    ladder = (*own, *exercise.hints)
    position = given if given < len(own) else min(number, len(ladder) - 1)
    hint = Hint(
        name=exercise.name,
        title=exercise.title,
        label=f"hint {position + 1} of {len(ladder)}",
        text=one_line(ladder[position]) if ladder else NO_HINTS,
        remark="" if position == number or given < len(own) else _again(exercise),
    )
    if given < len(own):
        counts = {**progress.function_hints, wanted: given + 1}
        progress = replace(progress, function_hints=counts)
    else:
        progress = replace(progress, hints=min(progress.hints + 1, len(exercise.hints)))
    return replace(hint, following=_label_after(exercise, progress, wanted)), progress


def render_hint(
    hint: Hint, console: Console, steps: Callable[[Hint], Iterable[str]] | None = None
) -> str:
    """The hint as text that ends in a newline; `steps` gives what to type next, commands or not."""
    hint = cleaned(hint, clean if console.unicode else clean_ascii)
    width = console.columns - len(INDENT)
    parts = (
        [*_heading(hint, console)],
        [f"{INDENT}{line}" for line in wrap(hint.text, width)],
        wrap(hint.remark, console.columns) if hint.remark else [],
        [*next_steps((steps or _commands)(hint), console)],
    )
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _open_steps(progress: Progress, function: str) -> list[tuple[str, str]]:
    """(key, text) of what the last run explained and was not said since, place before reason."""
    steps = []
    for explanation in progress.run.reasons if progress.run else ():
        if function and explanation.function not in ("", function):
            continue
        key = _key(explanation)
        if explanation.location is not None:
            text = look_at(place(explanation.location), explanation.function)
            steps.append((f"place of {key}", text))
        texts = texts_of(explanation)
        keys = [key, *(f"{key}, mistake {number}" for number in range(2, len(texts) + 1))]
        steps += zip(keys, texts, strict=True)  # of several mistakes each has its turn
    return [(key, text) for key, text in steps if key not in progress.advised]


def _key(explanation: Explanation) -> str:
    """By what an explanation is remembered; of a run of an earlier release, its mistake's id."""
    what = explanation.mistakes or (one_line(explanation.text),)
    parts = (explanation.function, explanation.of or "", *what)
    return " ".join(part for part in parts if part)


def _failing(exercise: Exercise, progress: Progress) -> str:
    """The function that fails now, as far as the last run and the file tell; empty if none does."""
    explained = [reason.function for reason in (progress.run.reasons if progress.run else ())]
    for function in explained:
        if function in exercise.functions:
            return function
    if not exercise.function_hints:
        return ""
    path = counting_file(exercise.released, exercise.name, exercise.functions)
    try:
        tree = read_submission(path, exercise).tree if path else ast.Module([], [])
    except UnreadableSubmission:
        return ""
    unwritten = unwritten_functions(tree)
    return next((name for name in exercise.functions if name in unwritten), "")


def _about_the_run(
    exercise: Exercise,
    course: Course,
    progress: Progress,
    text: str,
    more: Sequence[object],
    function: str,
) -> Hint:
    assert progress.run is not None
    changed = has_changed(course.root, progress.run)
    return Hint(
        name=exercise.name,
        title=exercise.title,
        label="about your last run",
        text=text,
        remark=CHANGED.format(name=exercise.name) if changed else "",
        following="more on it" if more else _label_after(exercise, progress, function),
    )


def _again(exercise: Exercise) -> str:
    return LAST_AGAIN.format(readme=as_typed(exercise.released / "README.md"))


def _label_after(exercise: Exercise, progress: Progress, function: str) -> str:
    own = len(exercise.function_hints.get(function, ()))
    total = own + len(exercise.hints)
    given = min(progress.function_hints.get(function, 0), own)
    number = given + 1 if given < own else own + progress.hints + 1
    return f"hint {number} of {total}" if number <= total else ""


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
