"""The command `grade publish`: a solution, after the deadline."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from grader.cli.command_group import AuthorCommand, given_keys
from grader.errors import GraderError


@click.command("publish", cls=AuthorCommand, epilog="Example: grade publish exercise03 --to public")
@click.argument("exercise")
@click.option(
    "--to",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    metavar="DIR",
    help="Where the files are written.",
)
@click.option(
    "--key", "with_key", is_flag=True, help="Also the key that opens the sealed checks of EXERCISE."
)
def publish(exercise: str, to: Path, with_key: bool) -> None:
    """The solution of EXERCISE, after the deadline: a file, a notebook, a page.

    The page has the lesson, the solution, and every known mistake with the reason why it is wrong.
    With --key: also the exercise's key, with which students open the hidden checks that they
    have had all along.
    """
    from grader.course.course import find_course, load_exercise
    from grader.course.course_key import course_key
    from grader.grading.torch_runtime import import_torch
    from grader.sandbox.launcher import Launcher

    course = find_course(Path())
    chosen = load_exercise(course, exercise)
    if chosen.authored is None:
        raise GraderError(
            f"{chosen.name} has no folder in solutions/.",
            "Publish from the copy of the course that its author works in.",
        )
    key = course_key(course, given_keys()) if with_key else None
    with Launcher() as launcher:
        import_torch()
        from grader.publishing.solution import published_files, published_key, write_published

        with tempfile.TemporaryDirectory() as folder:
            files = published_files(chosen, launcher, Path(folder), key)
        write_published(files, to)
    for name in files:
        click.echo(f"wrote {to / name}")
    if key is not None:
        click.echo(f"The key of {chosen.name}: {published_key(chosen, key)}")
        click.echo(f"Students save it as exercises/{chosen.name}/hidden.key, or set GRADE_KEY.")
