"""The command line: parses, dispatches, and says how it ended. Imports nothing heavy."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from grader import __version__
from grader.errors import EXIT_ENVIRONMENT, EXIT_PASSED, BrokenEnvironment, GraderError

if TYPE_CHECKING:
    from grader.course import Course
    from grader.model import Exercise, Feedback, Report
    from grader.render.console import Console
    from grader.state import State

FORMATS = ("human", "json")
GRADE, BOARD = "EXERCISE", "board"  # hidden names: of `grade exercise03`, and of `grade` alone
DISPLAY = ("--plain", "--no-color")
WIDTH = 80  # columns, where there is no terminal


class _AuthorCommand(click.Command):
    """A command that students do not need; the help lists it apart."""


class _ExerciseCommand(click.Command):
    """`grade exercise03`: its own name stands where the exercise does."""

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return ["[FILE]", "[OPTIONS]"]


class _Grade(click.Group):
    """A group whose first word may also be an exercise or a file: `grade exercise03`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        display = list(takewhile(DISPLAY.__contains__, args))
        rest = args[len(display) :]
        if not rest:
            args = [BOARD, *display]
        elif rest[0] in self.commands:
            args = [rest[0], *display, *rest[1:]]
        elif rest[0] not in ("--help", "-h", "--version"):
            args = [GRADE, *args]
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(self.commands)  # in the order of this file, not of the alphabet

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return ["[EXERCISE [FILE] | --all | COMMAND]", "[OPTIONS]"]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        public = [item for item in self.commands.items() if not item[1].hidden]
        for heading, is_author in (("Commands", False), ("Commands for authors", True)):
            rows = [
                (name, command.get_short_help_str(formatter.width))
                for name, command in public
                if isinstance(command, _AuthorCommand) == is_author
            ]
            with formatter.section(heading):
                formatter.write_dl(rows)


@click.group(
    cls=_Grade,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="The options of grading: grade exercise03 --help. Exit codes: 0 passed, 1 a check "
    "failed, 2 usage, 3 the file cannot be loaded, 4 a limit was hit, 5 the environment is "
    "broken, 70 a fault of the grader, 130 stopped.",
)
@click.version_option(__version__, prog_name="grade")
def cli() -> None:
    """Grade the exercises on activations, gradients and BatchNorm.

    \b
    grade                     the board: what is done, and what is next
    grade exercise03          grade it; also 3, 03, or a path to your file
    grade exercise03 FILE     grade FILE as exercise03
    grade --all               grade every exercise
    """


class Reporting(NamedTuple):
    """What is reported and how, as the options say."""

    format_: str
    output: Path | None
    feedback: Feedback
    verbose: bool
    plain: bool
    no_color: bool


def _display(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say how text looks."""
    for option in (
        click.option("--no-color", is_flag=True, help="No colour; NO_COLOR does the same."),
        click.option("--plain", is_flag=True, help="ASCII signs only, no colour."),
    ):
        command = option(command)
    return command


def _reporting(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say what is reported and how."""
    for option in (
        _display,
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


@cli.command(GRADE, cls=_ExerciseCommand, hidden=True)
@click.argument("exercise", required=False)
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--all", "everything", is_flag=True, help="Every exercise of the course.")
@click.option("--seed", type=int, default=0, show_default=True, help="What the checks draw from.")
@click.option(
    "--device", type=click.Choice(["auto", "cpu", "cuda"]), default="auto", show_default=True
)
@_reporting
def grade(
    exercise: str | None,
    file: Path | None,
    everything: bool,
    seed: int,
    device: str,
    **options: Any,
) -> int:
    """Grade one exercise, or all of them.

    EXERCISE is a name, such as exercise03 or 3, or the path of a file. With FILE, that file is
    graded as the exercise.
    """
    if everything == (exercise is not None):
        raise click.UsageError("Name one exercise, or give --all.")
    reporting, texts, codes = Reporting(**options), [], []
    for word in _every_exercise() if exercise is None else (exercise,):
        try:
            report = _graded(word, file, seed, device)
        except GraderError as error:
            if not everything or isinstance(error, BrokenEnvironment):
                raise
            click.echo(f"{word}: {error.what} {error.hint}".strip(), err=True)
            codes.append(error.exit_code)
        else:
            texts.append(_as_text(report, reporting, is_first=not texts))
            codes.append(_exit_code(report))
            if reporting.output is None:
                click.echo(texts[-1], nl=False)
    if reporting.output is not None:
        _write(reporting.output, "".join(texts))
    return max(codes, default=EXIT_PASSED)


def _every_exercise() -> tuple[str, ...]:
    from grader.course import find_course

    return find_course(Path()).exercise_names()


def _graded(word: str, file: Path | None, seed: int, device: str) -> Report:
    """Grade what is meant; the run is remembered if it is about the student's own file."""
    from grader.choice import choose
    from grader.grading import grade_file, submitted_file
    from grader.state import is_own_file, remember_run

    course, exercise, file = choose(word, file, _public_commands())
    path = file or submitted_file(exercise)
    report = grade_file(exercise, path, seed=seed, device=device)
    if is_own_file(exercise, path):
        _remember(lambda: remember_run(course.root, report, path))
        if report.status == "not_started":
            _keep_stub(course, exercise)
    return report


def _keep_stub(course: Course, exercise: Exercise) -> None:
    from grader.reset import keep_stub

    keep_stub(course, exercise)


def _remember(write: Callable[[], None]) -> None:
    """Write to the course's memory; where that fails, say so in one line and go on."""
    try:
        write()
    except OSError as error:
        reason = error.strerror or str(error)
        click.echo(f"This is not remembered, .grade cannot be written: {reason}.", err=True)


def _exit_code(report: Report) -> int:
    from grader.report import EXIT_CODES

    return EXIT_CODES[report.status]


def _as_text(report: Report, reporting: Reporting, *, is_first: bool) -> str:
    from grader.render import render
    from grader.report import filtered

    console = _console(
        plain=reporting.plain,
        no_color=reporting.no_color,
        to_terminal=reporting.output is None,
    )
    separator = "\n" if reporting.format_ == "human" and not is_first else ""
    return separator + render(
        filtered(report, reporting.feedback),
        reporting.format_,
        verbose=reporting.verbose,
        color=console.color,
        unicode=console.unicode,
        width=console.width,
    )


def _console(*, plain: bool, no_color: bool, to_terminal: bool = True) -> Console:
    """The reader's terminal, as far as it and the options say; a file takes everything."""
    from grader.render.console import Console
    from grader.render.text import has_unicode

    on_terminal = to_terminal and sys.stdout.isatty()
    may_color = not (no_color or plain or os.environ.get("NO_COLOR"))
    return Console(
        color=on_terminal and may_color and os.environ.get("TERM") != "dumb",
        unicode=not plain and (not to_terminal or has_unicode(sys.stdout.encoding)),
        width=_terminal_width() if on_terminal else WIDTH,
    )


def _terminal_width() -> int:
    import shutil

    return shutil.get_terminal_size((WIDTH, 24)).columns


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise BrokenEnvironment(
            f"The report cannot be written to {path}: {error.strerror}.",
            "Name another file with --output.",
        ) from error


@cli.command(BOARD, hidden=True)
@_display
def board(**display: bool) -> None:
    """Show every exercise, the points of its last run, and what is next."""
    from grader.board import read_board, render_board
    from grader.course import find_course, load_exercise
    from grader.state import has_stub, read_state

    course = find_course(Path())
    state = read_state(course.root)
    rows = read_board(course, state)
    click.echo(render_board(rows, _console(**display)), nl=False)
    for row in rows:
        if row.run is None and row.file is not None and not has_stub(course.root, row.name):
            _keep_stub(course, load_exercise(course, row.name))


@cli.command()
@click.argument("exercise", required=False)
@_display
def hint(exercise: str | None, **display: bool) -> None:
    """The next hint; first the advice about a mistake that the last run recognised.

    Without EXERCISE, a hint for the next unfinished one.
    """
    from grader.board import ALL_PASSED, next_row, read_board
    from grader.choice import choose
    from grader.course import find_course
    from grader.hints import next_hint, render_hint
    from grader.state import read_state, write_state

    if exercise is None:
        course = find_course(Path())
        row = next_row(read_board(course, read_state(course.root)))
        if row is None or row.has_passed:
            click.echo(f"{ALL_PASSED} For a hint all the same, name one: grade hint exercise01")
            return
        exercise = row.name
    course, chosen, _ = choose(exercise, None, ())
    state = read_state(course.root)
    given, progress = next_hint(chosen, course, state.of(chosen.name))
    click.echo(render_hint(given, _console(**display)), nl=False)
    state = state.with_progress(chosen.name, progress)
    _remember(lambda: write_state(course.root, state))


@cli.command()
@click.argument("exercise")
def reset(exercise: str) -> None:
    """Back to the stub of EXERCISE; the old file is kept as a backup."""
    from grader import reset as resetting
    from grader.choice import choose
    from grader.state import forget_run

    course, chosen, _ = choose(exercise, None, ())
    done = resetting.reset(course, chosen)
    click.echo(resetting.as_text(done))
    _remember(lambda: forget_run(course.root, chosen.name))


@cli.command()
@_display
def doctor(**display: bool) -> int:
    """What is installed, which device, which isolation, and what to mend."""
    from grader.doctor import examine, render_condition

    console, has_failed = _console(**display), False
    for condition in examine(Path(), console, sys.stdout.encoding):
        click.echo(render_condition(condition, console), nl=False)
        has_failed = has_failed or condition.mark == "FAIL"
    return EXIT_ENVIRONMENT if has_failed else EXIT_PASSED


@cli.command(cls=_AuthorCommand)
@click.argument("exercise")
def new(exercise: str) -> None:
    """A new EXERCISE, such as exercise09, that works and waits to be filled in."""
    from grader.new import as_text, course_root, create_exercise

    root = course_root(Path())
    click.echo(as_text(root, create_exercise(root, exercise)))


def _public_commands() -> list[str]:
    return [name for name, command in cli.commands.items() if not command.hidden]
