"""The command line: parses, dispatches, and says how it ended. Imports nothing heavy."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader import __version__
from grader.cli.batch import batch
from grader.cli.group import BOARD, GRADE, AuthorCommand, ExerciseCommand, Grade
from grader.cli.reporting import (
    Reporting,
    as_text,
    display_options,
    open_console,
    report_options,
    write_report,
)
from grader.cli.verify import verify
from grader.cli.watch import watch
from grader.errors import EXIT_ENVIRONMENT, EXIT_FAILED, EXIT_PASSED, BrokenEnvironment, GraderError

if TYPE_CHECKING:
    from grader.course import Course
    from grader.model import Report


@click.group(
    cls=Grade,
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


@cli.command(GRADE, cls=ExerciseCommand, hidden=True)
@click.argument("exercise", required=False)
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--all", "everything", is_flag=True, help="Every exercise of the course.")
@click.option("--seed", type=int, default=0, show_default=True, help="What the checks draw from.")
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
    reporting = Reporting(**options)
    texts: list[str] = []
    codes: list[int] = []
    for word in _every_exercise() if exercise is None else (exercise,):
        try:
            report = _graded(word, file, seed, device)
        except GraderError as error:
            if not everything or isinstance(error, BrokenEnvironment):
                raise
            click.echo(f"{word}: {error.what} {error.hint}".strip(), err=True)
            codes.append(error.exit_code)
        else:
            texts.append(as_text(report, reporting, is_first=not texts))
            codes.append(_exit_code(report))
            if reporting.output is None:
                click.echo(texts[-1], nl=False)
    if reporting.output is not None:
        write_report(reporting.output, "".join(texts))
    return max(codes, default=EXIT_PASSED)


def _every_exercise() -> tuple[str, ...]:
    from grader.course import find_course

    return find_course(Path()).exercise_names()


def _graded(word: str, file: Path | None, seed: int, device: str) -> Report:
    """Grade what is meant; the run is remembered if it is about the student's own file."""
    from grader.choice import choose
    from grader.grading import grade_file, submitted_file
    from grader.state import is_own_file, remember_run

    course, exercise, file = choose(word, file, cli.public_commands())
    path = file or submitted_file(exercise)
    report = grade_file(exercise, path, seed=seed, device=device)
    if is_own_file(exercise, path):
        _remember(lambda: remember_run(course.root, report, path))
        if report.status == "not_started":
            _keep_stubs(course, [exercise.name])
    return report


def _keep_stubs(course: Course, names: Sequence[str]) -> None:
    from grader.reset import keep_stubs

    keep_stubs(course, names)


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


@cli.command(BOARD, hidden=True)
@display_options
def board(**options: bool) -> None:
    """Show every exercise, the points of its last run, and what is next."""
    from grader.board import read_board, render_board
    from grader.course import find_course
    from grader.state import has_stub, read_state

    course = find_course(Path())
    state = read_state(course.root)
    rows = read_board(course, state)
    click.echo(render_board(rows, open_console(**options)), nl=False)
    without_stub = [row.name for row in rows if not (row.run or has_stub(course.root, row.name))]
    if without_stub:
        _keep_stubs(course, without_stub)


cli.add_command(watch)


@cli.command()
@click.argument("exercise", required=False)
@display_options
def hint(exercise: str | None, **options: bool) -> None:
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
    click.echo(render_hint(given, open_console(**options)), nl=False)
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
@display_options
def doctor(**options: bool) -> int:
    """What is installed, which device, which isolation, and what to mend."""
    from grader.doctor import examine, render_condition

    console, has_failed = open_console(**options), False
    for condition in examine(Path(), console, sys.stdout.encoding):
        click.echo(render_condition(condition, console), nl=False)
        has_failed = has_failed or condition.mark == "FAIL"
    return EXIT_ENVIRONMENT if has_failed else EXIT_PASSED


@cli.command("new", cls=AuthorCommand)
@click.argument("exercise")
def new(exercise: str) -> None:
    """A new EXERCISE, such as exercise09, that works and waits to be filled in."""
    from grader import new as new_exercise

    root = new_exercise.course_root(Path())
    files = new_exercise.create_exercise(root, exercise)
    click.echo(new_exercise.as_text(root, files))


@cli.command("release", cls=AuthorCommand)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if something is stale.")
def release(check: bool) -> int:
    """Derive exercises/, which students get, from solutions/."""
    from grader import release as releasing
    from grader.choice import as_typed
    from grader.course import find_course

    done = releasing.release(find_course(Path()), check=check)
    for path in done.written:
        click.echo(f"wrote {as_typed(path)}")
    for found in done.discrepancies:
        click.echo(f"{as_typed(found.path)}: {found.what} {found.remedy}")
    if not (done.written or done.discrepancies):
        click.echo(f"exercises/ is up to date ({len(done.unchanged)} files).")
    return EXIT_FAILED if check and done.discrepancies else EXIT_PASSED


cli.add_command(verify)
cli.add_command(batch)
