"""The command `grade batch`: a whole class."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.group import AuthorCommand
from grader.errors import EXIT_FAULT, EXIT_INTERRUPTED, EXIT_PASSED, GraderError

if TYPE_CHECKING:
    from grader.batch.discovery import Discovery
    from grader.batch.results import Results
    from grader.batch.summary import Summary
    from grader.model import Exercise, Feedback


@click.command("batch", cls=AuthorCommand)
@click.argument("submissions", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    metavar="DIR",
    help="Where the gradebook, grades.csv and the reports are written.",
)
@click.option(
    "--exercise",
    "words",
    multiple=True,
    metavar="NAME",
    help="Grade this exercise only; may be given several times.",
)
@click.option(
    "--feedback",
    type=click.Choice(["full", "advice", "outcome"]),
    default="advice",
    show_default=True,
    help="How much the students' reports tell about hidden checks.",
)
@click.option(
    "--seed",
    type=click.IntRange(0, (1 << 63) - 1),
    help="What the checks draw from, the same for all students.",
)
@click.option(
    "--unsafe-no-sandbox",
    "unsafe",
    is_flag=True,
    help="Grade even where submissions cannot be confined; marks every row unofficial.",
)
def batch(
    submissions: Path,
    out: Path,
    words: Sequence[str],
    feedback: Feedback,
    seed: int | None,
    unsafe: bool,
) -> int:
    """Grade a whole class.

    SUBMISSIONS holds a folder for each student, named after them, with files such as
    exercise03.py in it. Where the environment has GRADE_SEED_SECRET, the seed of each exercise is
    derived from it.
    """
    from grader.batch.results import Results
    from grader.batch.run import seed_of
    from grader.batch.summary import Summary

    found, exercises = _what_to_grade(submissions, words, out)
    seeds = {name: seed_of(name, chosen=seed) for name in exercises}
    for complaint in found.complaints:
        click.echo(complaint, err=True)
    if unsafe:
        click.echo("With --unsafe-no-sandbox every row is unofficial.", err=True)
    start, summary = time.monotonic(), Summary()
    with Results(out, feedback) as results:
        try:
            _grade_all(found, exercises, seeds, results, summary, unsafe=unsafe)
        except KeyboardInterrupt:
            click.echo(f"Stopped: {summary.graded} of {len(found.entries)} are graded, see {out}.")
            return EXIT_INTERRUPTED
    click.echo(summary.as_text(), nl=False)
    click.echo(
        f"Graded {summary.graded} in {time.monotonic() - start:.0f} s; "
        f"written to {out}: grades.csv, gradebook.sqlite3, reports."
    )
    return EXIT_FAULT if summary.faults else EXIT_PASSED


def _grade_all(
    found: Discovery,
    exercises: Mapping[str, Exercise],
    seeds: Mapping[str, int],
    results: Results,
    summary: Summary,
    *,
    unsafe: bool,
) -> None:
    """Grade one submission after the other; each is on the disk before the next begins."""
    from grader.batch.progress import show_progress
    from grader.batch.run import grade_entries
    from grader.sandbox.launcher import Launcher

    launcher = Launcher()
    try:
        with show_progress(len(found.entries)) as tick:
            for graded in grade_entries(
                found.entries, exercises, launcher, seeds=seeds, unsafe=unsafe
            ):
                results.add(graded.entry, graded.report)
                summary.add(graded.report)
                tick(graded)
    finally:
        launcher.close()


def _what_to_grade(
    folder: Path, words: Sequence[str], out: Path
) -> tuple[Discovery, dict[str, Exercise]]:
    """The submissions that are asked for, and their exercises by name.

    Raises:
        GraderError: there is none, or an exercise cannot be graded from this course.
        BrokenEnvironment: the hidden checks came sealed, and the key does not open them.
    """
    from grader.batch.discovery import discover, restrict
    from grader.course import find_course, load_exercise
    from grader.hidden import REFERENCE, hidden_text, unsealed

    course = find_course(Path())
    asked_for = [load_exercise(course, word).name for word in words]
    found = restrict(discover(folder, results=out), course.exercise_names(), asked_for)
    if not found.entries:
        complaints = "".join(f" {complaint}" for complaint in found.complaints)
        name = next(iter(asked_for), "exercise03")
        raise GraderError(
            f"There is nothing to grade in {folder}.{complaints}",
            f"Expected are files such as {folder / 'alice' / f'{name}.py'}",
        )
    names = sorted({entry.exercise for entry in found.entries})
    exercises = {name: unsealed(load_exercise(course, name)) for name in names}
    for exercise in exercises.values():
        if hidden_text(exercise, REFERENCE) is None:
            raise GraderError(
                f"The hidden checks of {exercise.name} are not in this course.",
                "Grade a class in the instructor's copy, which has solutions/, or set GRADE_KEY.",
            )
    return found, exercises
