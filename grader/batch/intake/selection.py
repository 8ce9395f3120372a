"""The submissions of a class that are to be graded, and the exercises that they need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from grader.batch.intake.accounting import account, name_the_rest
from grader.batch.intake.earlier_attempts import with_earlier_attempts
from grader.batch.intake.entries import Discovery, Left, restrict
from grader.course.course import Course, load_exercise
from grader.course.hidden_files import REFERENCE, hidden_text, unsealed
from grader.course.sealing import Key
from grader.course.term import read_term
from grader.errors import GraderError
from grader.model import Exercise
from grader.report.layout import one_line
from grader.report.sanitize import clean

MOST_NAMED = 20  # files that are not graded; all of them are in not-graded.csv


def what_to_grade(
    course: Course, folder: Path, found: Discovery, words: Sequence[str], keys: Sequence[Key]
) -> tuple[Discovery, dict[str, Exercise]]:
    """The submissions that are asked for, and their exercises by name.

    Raises:
        GraderError: there is none, or an exercise cannot be graded from this course.
        BrokenEnvironment: the hidden checks came sealed, and the key does not open them.
    """
    known = {name: load_exercise(course, name) for name in course.exercise_names()}
    asked_for = [load_exercise(course, word).name for word in words]
    asked_for = asked_for or [item.name for item in read_term(course).exercises]
    found = with_earlier_attempts(found, folder)
    everything = account(found, {name: item.functions for name, item in known.items()})
    found = name_the_rest(restrict(everything, known, asked_for), everything, known)
    if not found.entries:
        click.echo("".join(left_as_lines(found.not_graded)), nl=False, err=True)
        complaints = "".join(f" {complaint}" for complaint in found.complaints)
        name = next(iter(asked_for), "exercise03")
        raise GraderError(
            f"There is nothing to grade in {folder}.{complaints}",
            f"A submission is a file such as {folder / 'alice' / f'{name}.py'}",
        )
    needed = sorted({entry.exercise for entry in found.entries})
    return found, _unsealed([known[name] for name in needed], keys)


def _unsealed(exercises: Iterable[Exercise], keys: Sequence[Key]) -> dict[str, Exercise]:
    """Exercises with their hidden checks, by name."""
    opened = {exercise.name: unsealed(exercise, keys) for exercise in exercises}
    for exercise in opened.values():
        if hidden_text(exercise, REFERENCE) is None:
            raise GraderError(
                f"The hidden checks of {exercise.name} are not in this course.",
                "Grade a class in the instructor's copy, which has solutions/, or set GRADE_KEY.",
            )
    return opened


def left_as_lines(left: Sequence[Left]) -> Iterator[str]:
    """The files that are not graded, and why, a line each; of many the rest is in a file."""
    if left:
        yield "Not graded (not-graded.csv):\n"
    for item in left[:MOST_NAMED]:
        shown = item.path or item.student
        yield f"    {one_line(clean(shown))}: {one_line(clean(item.why))}\n"
    if len(left) > MOST_NAMED:
        yield f"    and {len(left) - MOST_NAMED} more\n"
