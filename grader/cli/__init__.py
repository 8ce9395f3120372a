"""The command line: parses words, dispatches, and says how it ended.

Each command is a module that imports what it needs when it runs, so that `--help` and the board
answer at once. No command grades, decides or words anything by itself; that is the rooms' below.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from grader import __version__
from grader.cli.batch import batch
from grader.cli.bundle import bundle
from grader.cli.collect import collect
from grader.cli.command_group import BOARD, AuthorCommand, Grade, given_keys
from grader.cli.explore import explore
from grader.cli.export import export
from grader.cli.grade import grade
from grader.cli.memory import keep_stubs, remember
from grader.cli.publish import publish
from grader.cli.release import release
from grader.cli.report import report
from grader.cli.reporting import display_options, open_console
from grader.cli.return_feedback import return_feedback
from grader.cli.train import train
from grader.cli.verify import verify
from grader.cli.watch import watch
from grader.errors import EXIT_ENVIRONMENT, EXIT_PASSED

KEY_VARIABLE = "GRADE_KEY"  # of grader.course.given_keys, which most commands need not import


@click.group(
    cls=Grade,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="The options of grading: grade exercise03 --help. Exit codes: 0 passed, 1 a check "
    "failed, 2 usage, 3 the file cannot be loaded, 4 a limit was hit, 5 the environment is "
    "broken, 70 a fault of the grader, 130 stopped.",
)
@click.version_option(__version__, prog_name="grade")
@click.pass_context
def cli(context: click.Context) -> None:
    """Grade the exercises on activations, gradients and BatchNorm.

    \b
    grade                     the board: what is done, and what is next
    grade exercise03          grade it; also 3, 03, or a path to your file
    grade exercise03 FILE     grade FILE as exercise03
    grade --all               grade every exercise
    grade next                grade the next unfinished exercise
    """
    if KEY_VARIABLE in os.environ:
        from grader.course.given_keys import take_keys

        context.obj = take_keys(os.environ)


@cli.command(BOARD, hidden=True)
@display_options
def board(**options: bool) -> None:
    """Show every exercise, the points of its last run, and what is next."""
    from grader.course.course import find_course
    from grader.practice.board import read_board
    from grader.practice.board_view import render_board
    from grader.practice.progress import has_stub, read_state

    course = find_course(Path())
    state = read_state(course.root)
    rows = read_board(course, state)
    click.echo(render_board(rows, open_console(**options)), nl=False)
    without_stub = [row.name for row in rows if not (row.run or has_stub(course.root, row.name))]
    if without_stub:
        keep_stubs(course, without_stub)


cli.add_command(watch)


@cli.command(epilog="Example: grade hint exercise03 kaiming_std")
@click.argument("exercise", required=False)
@click.argument("function", required=False)
@display_options
def hint(exercise: str | None, function: str | None, **options: bool) -> None:
    """The next hint for what fails now, beginning with what the last run explained.

    Without EXERCISE, a hint for the next unfinished one. With FUNCTION, a hint for that function.
    """
    from grader.cli.target import check_function, choose
    from grader.course.course import find_course
    from grader.practice.board import ALL_PASSED, next_row, read_board
    from grader.practice.hints import next_hint, render_hint
    from grader.practice.progress import read_state, write_state

    if exercise is None:
        course = find_course(Path())
        row = next_row(read_board(course, read_state(course.root)))
        if row is None or row.has_passed:
            click.echo(f"{ALL_PASSED} For a hint all the same, name one: grade hint exercise01")
            return
        exercise = row.name
    course, chosen, _ = choose(exercise, None, ())
    state = read_state(course.root)
    check_function(chosen, function)
    given, progress = next_hint(chosen, course, state.of(chosen.name), function or "")
    click.echo(render_hint(given, open_console(**options)), nl=False)
    state = state.with_progress(chosen.name, progress)
    remember(lambda: write_state(course.root, state))


@cli.command(epilog="Example: grade solution exercise03")
@click.argument("exercise")
@display_options
def solution(exercise: str, **options: bool) -> None:
    """The reference of EXERCISE and another good answer beside yours, after full points."""
    from grader.cli.target import choose
    from grader.course.hidden_files import unsealed
    from grader.practice.progress import read_state
    from grader.practice.solution import (
        check_earned,
        check_published,
        listings,
        render_listings,
    )

    course, chosen, _ = choose(exercise, None, ())
    chosen = unsealed(chosen, given_keys())
    check_published(chosen)
    check_earned(chosen, read_state(course.root).of(chosen.name))
    found = listings(chosen)
    click.echo(render_listings(found, open_console(**options)), nl=False)


cli.add_command(explore)


@cli.command(epilog="Example: grade reset exercise03")
@click.argument("exercise")
def reset(exercise: str) -> None:
    """Back to the stub of EXERCISE; the old file is kept as a backup."""
    from grader.cli.target import choose
    from grader.practice import reset as resetting
    from grader.practice.progress import forget_run

    course, chosen, _ = choose(exercise, None, ())
    done = resetting.reset(course, chosen)
    click.echo(resetting.as_text(done))
    remember(lambda: forget_run(course.root, chosen.name))


@cli.command(epilog="Example: grade doctor")
@display_options
def doctor(**options: bool) -> int:
    """What is installed, which device, which isolation, and how to fix what is missing."""
    from grader.practice.doctor import examine, render_condition

    console, has_failed = open_console(**options), False
    for condition in examine(Path(), console, sys.stdout.encoding):
        click.echo(render_condition(condition, console), nl=False)
        has_failed = has_failed or condition.mark == "FAIL"
    return EXIT_ENVIRONMENT if has_failed else EXIT_PASSED


@cli.command("new", cls=AuthorCommand, epilog="Example: grade new exercise09")
@click.argument("exercise")
def new(exercise: str) -> None:
    """A new EXERCISE, such as exercise09, that works and waits to be filled in."""
    from grader.publishing import new as new_exercise

    root = new_exercise.course_root(Path())
    files = new_exercise.create_exercise(root, exercise)
    click.echo(new_exercise.as_text(root, files))


cli.add_command(grade)
cli.add_command(release)
cli.add_command(report)
cli.add_command(train)
cli.add_command(publish)
cli.add_command(bundle)
cli.add_command(verify)
cli.add_command(collect)
cli.add_command(batch)
cli.add_command(export)
cli.add_command(return_feedback)
