"""The command `grade bundle`: what a platform needs to grade this course."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.command_group import AuthorCommand
from grader.errors import BrokenEnvironment

if TYPE_CHECKING:
    from grader.publishing.bundle import Platform
    from grader.publishing.release.student_course import KeyPlace

NEXT = {
    "gradescope": "Upload {to}/autograder.zip as the autograder of a programming assignment.",
    "classroom50": "Commit the files as CLASSROOM/autograders/ASSIGNMENT/ and set the secret "
    "GRADE_KEY.",
    "github": "Commit the file in the students' repository and set the secret GRADE_KEY.",
}


@click.command("bundle", cls=AuthorCommand)
@click.argument("platform", type=click.Choice(["gradescope", "classroom50", "github"]))
@click.option(
    "--to",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    metavar="DIR",
    help="Where the files are written.",
)
@click.option(
    "--exercise",
    "words",
    multiple=True,
    metavar="NAME",
    help="Grade this exercise only; may be given several times.",
)
@click.option(
    "--key",
    type=click.Choice(["embedded", "external"]),
    default="external",
    show_default=True,
    help="Whether a bundle that students can read holds the keys: obfuscation, not secrecy.",
)
@click.option(
    "--unsafe-no-sandbox",
    "unsafe",
    is_flag=True,
    help="Grade even where submissions cannot be confined; such results are unofficial.",
)
def bundle(platform: Platform, to: Path, words: Sequence[str], key: KeyPlace, unsafe: bool) -> None:
    """What PLATFORM needs to grade this course: gradescope, classroom50 or github.

    A bundle for Gradescope holds the course's key, since nobody but the staff can read it. The
    others are read by students: there the key is a secret of the platform's, GRADE_KEY.
    """
    if platform == "github" and (words or unsafe):
        raise click.UsageError("The workflow for github grades the whole course, as it is there.")
    from grader.cli.release import course_key_or_new
    from grader.course.course import find_course
    from grader.files import write_file
    from grader.grading.torch_runtime import import_torch

    course = find_course(Path())
    course_key = course_key_or_new(course)
    import_torch()
    from grader.publishing.bundle import bundle as bundle_files

    files = bundle_files(course, platform, words, course_key, key=key, unsafe=unsafe)
    try:
        for name, content in files.items():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            write_file(to / name, content)
    except OSError as error:
        raise BrokenEnvironment(
            f"The bundle cannot be written to {to}: {error.strerror}.",
            "Name another folder with --to.",
        ) from error
    click.echo(f"{to}: {len(files)} {'file' if len(files) == 1 else 'files'}, no leak found.")
    click.echo(NEXT[platform].format(to=to))
