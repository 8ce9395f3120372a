"""The command line: parses, dispatches, and says how it ended. Imports nothing heavy."""

from __future__ import annotations

import difflib
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader import __version__
from grader.errors import EXIT_PASSED, BrokenEnvironment, GraderError, UnknownExercise

if TYPE_CHECKING:
    from grader.course import Course
    from grader.model import Exercise, Report

FORMATS = ("human", "json")
GRADE = "run"  # the hidden name of `grade exercise03`


class _Grade(click.Group):
    """A group whose first word may also be an exercise or a file: `grade exercise03`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ("--help", "-h", "--version"):
            args = [GRADE, *args]
        return super().parse_args(ctx, args)


@click.group(
    cls=_Grade,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 passed, 1 a check failed, 2 usage, 3 the file cannot be loaded, "
    "4 a limit was hit, 5 the environment is broken, 70 a fault of the grader.",
)
@click.version_option(__version__, prog_name="grade")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Grade the exercises on activations, gradients and BatchNorm.

    \b
    grade exercise03          grade it; also 3, 03, or a path to your file
    grade exercise03 FILE     grade FILE as exercise03
    grade --all               grade every exercise
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def _reporting(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say what is reported and how."""
    for option in (
        click.option("--no-color", is_flag=True, help="No colour; NO_COLOR does the same."),
        click.option("--plain", is_flag=True, help="ASCII signs only, no colour."),
        click.option("--verbose", is_flag=True, help="Everything about every check."),
        click.option(
            "--feedback",
            type=click.Choice(["full", "advice", "outcome"]),
            default="full",
            show_default=True,
            help="How much to tell about hidden checks.",
        ),
        click.option("--output", type=click.Path(path_type=Path), help="Write the report there."),
        click.option(
            "--format", "format_", type=click.Choice(FORMATS), default="human", show_default=True
        ),
    ):
        command = option(command)
    return command


@cli.command(GRADE, hidden=True)
@click.argument("exercise", required=False)
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--all", "everything", is_flag=True, help="Every exercise of the course.")
@click.option("--seed", type=int, default=0, show_default=True, help="What the checks draw from.")
@click.option(
    "--device", type=click.Choice(["auto", "cpu", "cuda"]), default="auto", show_default=True
)
@_reporting
def run(
    exercise: str | None,
    file: Path | None,
    everything: bool,
    seed: int,
    device: str,
    **reporting: Any,
) -> int:
    """Grade one exercise, or all of them."""
    from grader.report import EXIT_CODES

    if everything == (exercise is not None):
        raise click.UsageError("Name one exercise, or give --all.")
    from grader.grading import grade_file, submitted_file

    codes = []
    for chosen, path in _chosen(exercise, file):
        report = grade_file(chosen, path or submitted_file(chosen), seed=seed, device=device)
        _show(report, **reporting)
        codes.append(EXIT_CODES[report.status])
    return max(codes, default=EXIT_PASSED)


def _chosen(word: str | None, file: Path | None) -> list[tuple[Exercise, Path | None]]:
    """The exercises that are meant, each with its file where one is named."""
    from grader.course import find_course, load_exercise

    if word is None:
        course = find_course(Path())
        return [(load_exercise(course, name), None) for name in course.exercise_names()]
    if file is None and (word.endswith((".py", ".ipynb")) or "/" in word or "\\" in word):
        file, word = Path(word), _exercise_named_in(Path(word))
    course = _course_of(file)
    try:
        return [(load_exercise(course, word), file)]
    except UnknownExercise as error:
        close = difflib.get_close_matches(word, _public_commands(), n=2)
        if close:
            error.hint += f" Or the command {' or '.join(close)}?"
        raise


def _course_of(file: Path | None) -> Course:
    """The course around the working folder or, failing that, around the file."""
    from grader.course import find_course
    from grader.errors import NoCourse

    try:
        return find_course(Path())
    except NoCourse:
        if file is None:
            raise
        return find_course(file.parent)


def _exercise_named_in(path: Path) -> str:
    """`exercise03` of .../exercise03_draft.py, or of the folder the file lies in."""
    for part in reversed(path.resolve().parts):
        found = re.search(r"exercise\d{2}", part)
        if found:
            return found[0]
    raise GraderError(
        f"The name of {path} does not say which exercise it is.",
        f"Say it: grade exercise03 {path}",
    )


def _show(report: Report, *, output: Path | None, feedback: Any, **console: Any) -> None:
    from grader.report import filtered

    text = _rendered(filtered(report, feedback), to_terminal=output is None, **console)
    if output is None:
        sys.stdout.write(text)
        return
    try:
        output.write_text(text, "utf-8")
    except OSError as error:
        raise BrokenEnvironment(
            f"The report cannot be written to {output}: {error.strerror}.",
            "Name another file with --output.",
        ) from error


def _rendered(
    report: Report, *, to_terminal: bool, format_: str, verbose: bool, no_color: bool, plain: bool
) -> str:
    from os import environ

    from grader.grading import is_unicode_console
    from grader.render import render

    on_terminal = to_terminal and sys.stdout.isatty()
    return render(
        report,
        format_,
        verbose=verbose,
        color=on_terminal and not (no_color or plain or environ.get("NO_COLOR")),
        unicode=not plain and (not to_terminal or is_unicode_console()),
        width=shutil.get_terminal_size().columns if on_terminal else 80,
    )


def _public_commands() -> list[str]:
    return [name for name, command in cli.commands.items() if not command.hidden]
