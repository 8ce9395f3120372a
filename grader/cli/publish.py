"""The command `grade publish`: a solution after the deadline, or a site with all that are due."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.command_group import AuthorCommand, given_keys
from grader.errors import GraderError

if TYPE_CHECKING:
    from grader.course.course import Course
    from grader.course.sealing import Key
    from grader.model import Exercise


@click.command("publish", cls=AuthorCommand, epilog="Example: grade publish exercise03 --to public")
@click.argument("exercise", required=False)
@click.option(
    "--to",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Where the files are written.",
)
@click.option(
    "--key", "with_key", is_flag=True, help="Also the key that opens the sealed checks of EXERCISE."
)
@click.option(
    "--site",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Build a site of documents and lessons here, with the solutions of what is past due.",
)
def publish(exercise: str | None, to: Path | None, with_key: bool, site: Path | None) -> None:
    """The solution of EXERCISE, after the deadline: a file, a notebook, a page.

    The page has the lesson, the solution, and every known mistake with the reason why it is wrong.
    With --key: also the exercise's key, with which students open the hidden checks that they
    have had all along.

    With --site: the documentation as a site, with the solutions of all exercises (or of EXERCISE
    alone) whose `due` in solutions/course.toml has passed.
    """
    if site is not None:
        if to is not None or with_key:
            raise click.UsageError("--site goes neither with --to nor with --key.")
        _publish_site(exercise, site)
    elif exercise is None or to is None:
        raise click.UsageError("Name an EXERCISE and a folder with --to, or a folder with --site.")
    else:
        _publish_solution(exercise, to, with_key)


def _publish_solution(exercise: str, to: Path, with_key: bool) -> None:
    from grader.course.course import find_course, load_exercise
    from grader.course.course_key import course_key

    course = find_course(Path())
    chosen = load_exercise(course, exercise)
    if chosen.authored is None:
        raise GraderError(
            f"{chosen.name} has no folder in solutions/.",
            "Publish from the copy of the course that its author works in.",
        )
    key = course_key(course, given_keys()) if with_key else None
    files = _solutions([chosen], key)[chosen.name]

    from grader.publishing.pages.solution import published_key, write_published

    write_published(files, to)
    for name in files:
        click.echo(f"wrote {to / name}")
    if key is not None:
        click.echo(f"The key of {chosen.name}: {published_key(chosen, key)}")
        click.echo(f"Students save it as exercises/{chosen.name}/hidden.key, or set GRADE_KEY.")


def _publish_site(exercise: str | None, site: Path) -> None:
    from datetime import UTC, datetime

    from grader.course.course import find_course, load_exercise
    from grader.publishing.pages.site import (
        build_site,
        past_due,
        require_site_folder,
        require_sphinx,
        write_site,
    )

    course = find_course(Path())
    require_sphinx(course)
    require_site_folder(site)
    authored = _authored(course)
    chosen = [load_exercise(course, exercise)] if exercise else authored
    names = past_due(course, [each.name for each in chosen], datetime.now(UTC))
    if exercise and not names:
        raise GraderError(
            f"{chosen[0].name} is not past due, so its solution is not shown.",
            "Set its due in solutions/course.toml, or leave the exercise out.",
        )
    due = [each for each in authored if each.name in names]
    files = build_site(course, _solutions(due), authored)
    write_site(files, site)
    click.echo(f"wrote {len(files)} files; open {site / 'index.html'}")
    for each in authored:
        told = "with its solution" if each.name in names else "without"
        click.echo(f"  {each.name}  {told}")


def _authored(course: Course) -> list[Exercise]:
    """All exercises of the course, also those that are not part of this term."""
    from grader.course.course import load_exercise

    exercises = [load_exercise(course, name) for name in course.exercise_names()]
    if any(each.authored is None for each in exercises):
        raise GraderError(
            "The course has no folder solutions/ for some exercise.",
            "Publish from the copy of the course that its author works in.",
        )
    return exercises


def _solutions(
    exercises: Sequence[Exercise], key: Key | None = None
) -> dict[str, dict[str, bytes]]:
    """The files that make each exercise's solution public."""
    from grader.grading.torch_runtime import import_torch
    from grader.sandbox.launcher import Launcher

    if not exercises:
        return {}
    with Launcher() as launcher:
        import_torch()
        from grader.publishing.pages.solution import published_files

        with tempfile.TemporaryDirectory() as folder:
            return {
                each.name: published_files(each, launcher, Path(folder), key) for each in exercises
            }
