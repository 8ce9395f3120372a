"""The command `grade return`: feedback as a platform takes it back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.command_group import AuthorCommand
from grader.errors import GraderError

if TYPE_CHECKING:
    from grader.batch.results.grades import ClassGrades
    from grader.batch.returning.feedback import Feedback


@click.command("return", cls=AuthorCommand)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--for",
    "target",
    type=click.Choice(["moodle", "blackboard", "folders", "canvas"]),
    required=True,
    help="Who takes it; folders are for mail or a server, and for Canvas.",
)
@click.option(
    "--exercise",
    "words",
    multiple=True,
    metavar="NAME",
    help="The feedback on this exercise only; may be given several times.",
)
@click.option(
    "--fill",
    "source",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="For blackboard: its own file of one column, in which the feedback is filled.",
)
@click.option(
    "--to",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help="What is written; with folders also a new folder.",
)
def return_feedback(
    folder: Path, target: str, words: Sequence[str], source: Path | None, to: Path
) -> None:
    """Give every student of DIR, the --out of a batch, their page back.

    For Moodle a .zip of feedback files, one folder per participant; for Blackboard a table with a
    text for each; else a folder for each student. Pages are at the feedback level of the batch.
    """
    from grader.batch.results.grades import read_grades
    from grader.course.course import find_course, load_exercise
    from grader.course.term import read_term

    if target == "canvas":
        raise GraderError(
            "Canvas shows files that are uploaded again under the student's own file name, "
            "so a page would appear as exercise03.py.",
            f"Write folders, to mail or host: grade return {folder} --for folders --to {to}",
        )
    if source and target != "blackboard":
        raise click.UsageError("--fill is for blackboard.")
    course = find_course(Path())
    grades = read_grades(folder, read_term(course))
    names = [load_exercise(course, word).name for word in words] or list(grades.exercises)
    if target == "blackboard":
        _blackboard(folder, grades, names, source, to)
        return
    from grader.batch.returning.feedback import folder_feedback, moodle_feedback

    make = moodle_feedback if target == "moodle" else folder_feedback
    feedback = make(folder, grades, names)
    if not feedback.files:
        whose = f" {feedback.left[0][0]} {feedback.left[0][1]}." if feedback.left else ""
        raise GraderError(
            f"There is no feedback to return.{whose}",
            "Collect the platform's export with grade collect, and grade what it writes.",
        )
    _write(feedback, to, is_zip=target == "moodle" or to.suffix == ".zip")
    click.echo(f"{to}: {len(feedback.files)} pages.")
    for student, why in feedback.left:
        click.echo(f"No feedback: {student} {why}")
    if target == "moodle" and not any(item.email for item in grades.deliveries.counting()):
        click.echo(
            "If groups submitted, collect with --roster WORKSHEET: without it a number may be a "
            "group's, which Moodle takes for that of somebody else.",
            err=True,
        )


def _blackboard(
    folder: Path, grades: ClassGrades, names: Sequence[str], source: Path | None, to: Path
) -> None:
    from grader.batch.platforms.tables import read_table
    from grader.batch.returning.feedback import blackboard_table, fill_blackboard

    absent: tuple[str, ...] = ()
    if source is None:
        content = blackboard_table(folder, grades, names)
    else:
        content, absent = fill_blackboard(read_table(source), folder, grades, names)
    _write_bytes(to, content)
    click.echo(f"{to}: feedback to {len(grades.students) - len(absent)} students.")
    for student in absent:
        click.echo(f"Not in {source}: {student}")


def _write(feedback: Feedback, to: Path, *, is_zip: bool) -> None:
    from grader.batch.returning.feedback import zipped

    if is_zip:
        _write_bytes(to, zipped(feedback.files))
        return
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise GraderError(f"{to} is not empty.", "Name a new folder with --to.")
    for name, content in feedback.files.items():
        _write_bytes(to / name, content)


def _write_bytes(path: Path, content: bytes) -> None:
    from grader.files import write_file, writing

    with writing(path, "Name another place with --to."):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, content)
