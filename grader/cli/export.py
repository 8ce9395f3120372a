"""The command `grade export`: grades as a platform imports them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.command_group import AuthorCommand
from grader.errors import GraderError

if TYPE_CHECKING:
    from grader.batch.results.grades import ClassGrades
    from grader.batch.returning.grade_tables import Target, Wanted
    from grader.course.course import Course


@click.command("export", cls=AuthorCommand)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--for",
    "target",
    type=click.Choice(["canvas", "moodle", "blackboard", "brightspace", "wide"]),
    required=True,
    help="Who imports it; wide is a table for people, one row per student.",
)
@click.option("--exercise", "word", metavar="NAME", help="The points of this exercise.")
@click.option("--total", is_flag=True, help="The weighted total of all exercises.")
@click.option(
    "--fill",
    "source",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="The platform's own export: one column is filled, every other byte is kept.",
)
@click.option("--column", metavar="HEADER", help="The title of the column to fill.")
@click.option(
    "--to", type=click.Path(path_type=Path), required=True, metavar="FILE", help="What is written."
)
def export(
    folder: Path,
    target: Target,
    word: str | None,
    total: bool,
    source: Path | None,
    column: str | None,
    to: Path,
) -> None:
    """Write the grades of DIR, the --out of a batch, as a platform imports them.

    What lateness takes off and what a person has decided are counted, and listed with the reason.
    """
    from grader.batch.platforms.tables import read_table
    from grader.batch.results.grades import read_grades
    from grader.batch.returning.export import fill, reasons_of
    from grader.batch.returning.grade_tables import new_table
    from grader.course.course import find_course
    from grader.course.term import read_term

    if total and word:
        raise click.UsageError("Give --exercise or --total.")
    if source and target == "wide":
        raise click.UsageError("--fill is for the platforms; wide is a table of its own.")
    course = find_course(Path())
    grades = read_grades(folder, read_term(course))
    wanted = _wanted(course, grades, word, total=total or target == "wide")
    if source is None:
        _write(to, new_table(target, wanted, grades))
        click.echo(f"{to}: {len(grades.students)} students.")
    else:
        filled = fill(read_table(source), target, wanted, grades, column)
        _write(to, filled.content)
        grades_in = "1 grade" if filled.count == 1 else f"{filled.count} grades"
        click.echo(f"{to}: {grades_in} in the column {filled.column}.")
        for sentence in filled.warnings:
            click.echo(sentence, err=True)
        for student in filled.not_in_file:
            click.echo(f"Not in {source}: {student}")
    for line in reasons_of(wanted, grades):
        click.echo(line)


def _wanted(course: Course, grades: ClassGrades, word: str | None, *, total: bool) -> Wanted:
    """The part that is exported; of a single graded exercise one need not name it."""
    import re

    from grader.batch.returning.export import TOTAL_WORDS
    from grader.batch.returning.grade_tables import Wanted
    from grader.course.course import load_exercise

    if total:
        return Wanted(None, TOTAL_WORDS, "Total")
    if word is None and len(grades.exercises) > 1:
        graded = ", ".join(grades.exercises)
        raise GraderError(
            f"There are grades of {graded}.", "Name one with --exercise, or give --total"
        )
    exercise = load_exercise(course, word or grades.exercises[0])
    if exercise.name not in grades.exercises:
        raise GraderError(
            f"Nothing of {exercise.name} is graded.",
            f"The graded exercises are {', '.join(grades.exercises)}.",
        )
    number = str(int(exercise.name.removeprefix("exercise")))
    words = (exercise.name, f"exercise {number}", f"0?{number}", re.escape(exercise.title))
    return Wanted(exercise.name, words, exercise.title)


def _write(path: Path, content: bytes) -> None:
    from grader.files import write_file, writing

    with writing(path, "Name another file with --to."):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, content)
