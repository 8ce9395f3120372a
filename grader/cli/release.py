"""The command `grade release`: what students get, from what authors write."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.command_group import AuthorCommand, given_keys
from grader.errors import EXIT_FAILED, EXIT_PASSED

if TYPE_CHECKING:
    from grader.course.course import Course
    from grader.course.sealing import Key
    from grader.publishing.student_course import Hidden, KeyPlace


@click.command("release", cls=AuthorCommand)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if something is stale.")
@click.option(
    "--to",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write the whole course for students there.",
)
@click.option(
    "--hidden",
    type=click.Choice(["sealed", "withheld"]),
    help="Whether hidden checks are shipped, sealed, or stay behind.  [default: sealed]",
)
@click.option(
    "--key",
    type=click.Choice(["embedded", "external"]),
    help="Whether the key is shipped, too, or is given where a submission is graded.  "
    "[default: external]",
)
def release(check: bool, to: Path | None, hidden: Hidden | None, key: KeyPlace | None) -> int:
    """Derive what students get from solutions/.

    Without --to: exercises/ of this course, and explore.html where an exercise has a page that
    moves. With it: a folder with everything that students need, which is searched for leaks
    before it is written.
    """
    from grader.course.course import find_course

    course = find_course(Path())
    if to is None:
        if hidden or key:
            raise click.UsageError("--hidden and --key are for a release --to a folder.")
        return _refresh(course, check=check)
    if check:
        raise click.UsageError("--check is for exercises/ of this course, without --to.")
    if hidden == "withheld" and key:
        raise click.UsageError("What is withheld needs no --key.")
    return _release_to(course, to, hidden or "sealed", key or "external")


def _refresh(course: Course, *, check: bool) -> int:
    from grader.course import derive as releasing
    from grader.files import as_typed

    stale_pages = _refresh_pages(course, check=check)
    done = releasing.release(course, check=check)
    for path in done.written:
        click.echo(f"wrote {as_typed(path)}")
    for found in done.findings:
        click.echo(f"{as_typed(found.path)}: {found.what} {found.remedy}")
    if not (done.written or done.findings or stale_pages):
        click.echo(f"exercises/ is up to date ({len(done.unchanged)} files).")
    return EXIT_FAILED if check and (done.findings or stale_pages) else EXIT_PASSED


def _refresh_pages(course: Course, *, check: bool) -> int:
    """Make every explore.html that is not current, or tell; give how many those are."""
    from grader.course.derive import EXPLORE_PAGE
    from grader.files import as_typed
    from grader.publishing.explore import STALE, stale_pages, write_page

    stale = stale_pages(course)
    for exercise in stale:
        if check:
            page = exercise.released / EXPLORE_PAGE
            click.echo(f"{as_typed(page)}: {STALE} Run `grade release`.")
        else:
            click.echo(f"wrote {as_typed(write_page(exercise))}")
    return len(stale)


def _release_to(course: Course, folder: Path, hidden: Hidden, key: KeyPlace) -> int:
    from grader.grading.torch_runtime import import_torch

    import_torch()
    from grader.publishing.explore import stale_pages
    from grader.publishing.student_course import student_tree, write_tree

    for exercise in stale_pages(course):
        note = "has no current explore.html; run `grade release` first to ship one"
        click.echo(f"{exercise.name} {note}.", err=True)
    own = course_key_or_new(course) if hidden == "sealed" else None
    tree = student_tree(course, hidden=hidden, key=key, course_key=own)
    write_tree(tree, folder)
    kept = {
        "withheld": "withheld; they run where solutions/ is",
        "external": "sealed; they run where the key is",
        "embedded": "sealed, with the key beside them: obfuscation, not secrecy",
    }
    state = kept["withheld" if hidden == "withheld" else key]
    click.echo(f"{folder}: {len(tree.files)} files, no leak found. Hidden checks are {state}.")
    click.echo(f"Next: grade verify --released {folder}")
    return EXIT_PASSED


def course_key_or_new(course: Course) -> Key:
    """The key of the course; the first time, it is made, and its author told."""
    from grader.course.course_key import NoCourseKey, course_key, make_course_key
    from grader.files import as_typed

    try:
        return course_key(course, given_keys())
    except NoCourseKey:
        path = make_course_key(course)
        width = shutil.get_terminal_size((80, 24)).columns
        note = (
            f"Made {as_typed(path)}, the key that opens everything sealed in this course. Keep a "
            "copy where students cannot see it, and never commit it where they can."
        )
        click.echo(click.wrap_text(note, width))
        return course_key(course, given_keys())
