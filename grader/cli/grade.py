"""The command that a bare name means: `grade exercise03`, and `grade --all`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from grader.cli.command_group import GRADE, ExerciseCommand, Grade, given_keys
from grader.cli.memory import keep_stubs, remember
from grader.cli.progress_line import grading
from grader.cli.reporting import (
    Reporting,
    as_page,
    as_text,
    deliver,
    exit_code,
    is_streamed,
    open_page,
    report_options,
    write_report,
)
from grader.errors import EXIT_PASSED, BrokenEnvironment, GraderError

if TYPE_CHECKING:
    from grader.model import Exercise, Report
    from grader.report.delivery import Delivery
    from grader.report.ending import Ending
    from grader.report.formats.html import Exhibit
    from grader.sandbox.launcher import Launcher


class Asked(NamedTuple):
    """The submission to grade, and the options."""

    file: Path | None
    seed: int
    device: str
    exhibits: dict[str, Exhibit] | None  # filled where a page is wanted
    endings: dict[str, Ending] | None  # filled with what a person reads below a passed report


@click.command(GRADE, cls=ExerciseCommand, hidden=True)
@click.argument("exercise", required=False)
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--all", "everything", is_flag=True, help="Every exercise of the course.")
@click.option("--open", "opened", is_flag=True, help="Open the report as a page in the browser.")
@click.option(
    "--seed", type=int, default=0, show_default=True, help="Seed of the checks' random inputs."
)
@click.option(
    "--device",
    type=click.Choice(["auto", "cpu", "cuda"]),
    default="auto",
    show_default=True,
    help="Where checks that train a network run.",
)
@report_options
def grade(
    exercise: str | None,
    file: Path | None,
    everything: bool,
    opened: bool,
    seed: int,
    device: str,
    **options: Any,
) -> int:
    """Grade one exercise, or all of them.

    Example: grade exercise03 --open

    EXERCISE is a name, such as exercise03 or 3, or the path of a file. With FILE, that file is
    graded as the exercise.
    """
    if everything == (exercise is not None):
        raise click.UsageError("Name one exercise, or give --all.")
    reporting = Reporting(**options)
    if everything and reporting.format_ == "json":
        reporting = reporting._replace(format_="json_lines")
    delivery = _read_delivery(reporting.format_)
    has_page = opened or reporting.format_ == "html"
    is_read = has_page or reporting.format_ == "human"
    asked = Asked(file, seed, device, {} if has_page else None, {} if is_read else None)
    reports: list[Report] = []
    codes: list[int] = []
    for word in _every_exercise() if exercise is None else (exercise,):
        with grading(is_wanted=reporting.format_ == "human"):
            report = _attempt(word, asked, is_alone=not everything)
        if isinstance(report, GraderError):
            codes.append(report.exit_code)
            continue
        if is_streamed(reporting):
            _show(report, reporting, asked.endings, is_first=not reports)
        reports.append(report)
        codes.append(exit_code(report, reporting))
    if not is_streamed(reporting):
        deliver(reports, reporting, delivery, asked.exhibits)
    if opened and reports:
        _show_page(as_page(reports, reporting, asked.exhibits or {}))
    return max(codes, default=EXIT_PASSED)


def _read_delivery(format_: str) -> Delivery:
    from grader.report.delivery import read_delivery

    return read_delivery(os.environ, format_)


def _show(
    report: Report, reporting: Reporting, endings: dict[str, Ending] | None, *, is_first: bool
) -> None:
    """Print a report at once; one for people that follows another is set apart."""
    if reporting.format_ == "human" and not is_first:
        click.echo()
    click.echo(as_text((report,), reporting, endings=endings), nl=False)


def _every_exercise() -> tuple[str, ...]:
    from grader.course.course import find_course

    return find_course(Path()).exercise_names()


def _attempt(word: str, asked: Asked, *, is_alone: bool) -> Report | GraderError:
    """Grade what is meant; where it is one of many, an error of its own does not end the rest."""
    try:
        return _graded(word, asked, is_alone=is_alone)
    except GraderError as error:
        if is_alone or isinstance(error, BrokenEnvironment):
            raise
        click.echo(f"{word}: {error.what} {error.remedy}".strip(), err=True)
        return error


def _graded(word: str, asked: Asked, *, is_alone: bool) -> Report:
    """Grade what is meant; the run is remembered if it is about the student's own file."""
    from grader.cli.target import choose
    from grader.course.hidden_files import unsealed
    from grader.grading.grade_file import grade_file, submitted_file
    from grader.practice.after_pass import ending_of
    from grader.practice.progress import is_own_file, remember_run

    root = click.get_current_context().find_root().command
    known = root.public_commands() if isinstance(root, Grade) else ()
    course, exercise, file = choose(_meant(word), asked.file, known)
    path = file or submitted_file(exercise)

    def show(submission: Any, launcher: Any) -> None:
        from grader.grading.figure import exhibit_of

        if asked.exhibits is not None:
            asked.exhibits[exercise.name] = exhibit_of(exercise, submission, launcher)

    exercise = unsealed(exercise, given_keys())
    for change in exercise.unsealed.changes if exercise.unsealed is not None else ():
        click.echo(f"warning: {change}", err=True)
    with _launcher_for(exercise, path) as launcher:
        report = grade_file(
            exercise, path, seed=asked.seed, device=asked.device, launcher=launcher, afterwards=show
        )
        if is_own_file(exercise, path):
            remember(lambda: remember_run(course.root, report, path))
            if report.status == "not_started":
                keep_stubs(course, [exercise.name])
            if is_alone and asked.endings is not None:
                ending = ending_of(exercise, course, report, path, launcher)
                asked.endings[exercise.name] = ending
                _show_on_page(asked, ending, exercise.name)
    return report


@contextmanager
def _launcher_for(exercise: Exercise, path: Path) -> Iterator[Launcher | None]:
    """Workers for a file, also when it has been graded; none for one that cannot be read."""
    from grader.errors import UnreadableSubmission
    from grader.sandbox.launcher import Launcher
    from grader.submission.submission import read_submission

    try:
        read_submission(path, exercise)
    except UnreadableSubmission:
        yield None
        return
    with Launcher() as launcher:
        yield launcher


def _show_on_page(asked: Asked, ending: Ending, name: str) -> None:
    """Have the page of a report, if one is wanted, end with this."""
    from msgspec.structs import replace

    if asked.exhibits is not None and name in asked.exhibits:
        asked.exhibits[name] = replace(asked.exhibits[name], ending=ending)


def _meant(word: str) -> str:
    """The word itself; for `next`, the exercise that the board names."""
    if word.lower() != "next":
        return word
    from grader.course.course import find_course
    from grader.practice.board import ALL_PASSED, next_row, read_board
    from grader.practice.progress import read_state

    course = find_course(Path())
    row = next_row(read_board(course, read_state(course.root)))
    if row is None:
        raise GraderError(ALL_PASSED, "To grade one all the same, name it: grade exercise01")
    return row.name


def _show_page(text: str) -> None:
    """Put the page where the course keeps its memory, and show it."""
    from grader.course.course import find_course
    from grader.practice.progress import FOLDER

    folder = find_course(Path()).root / FOLDER
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise BrokenEnvironment(
            f"The page cannot be written to {folder}: {error.strerror}.",
            "Write it elsewhere: --format html --output FILE.html",
        ) from error
    path = folder / "report.html"
    write_report(path, text)
    open_page(path)
