"""The command `grade release`: what students get, from what authors write."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.command_group import AuthorCommand, given_keys
from grader.errors import EXIT_FAILED, EXIT_PASSED

if TYPE_CHECKING:
    from grader.course.course import Course
    from grader.course.sealing import Key
    from grader.model import Exercise
    from grader.publishing.release.student_course import Hidden, KeyPlace

_MISSING = "It is missing."


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

    Without --to: exercises/ of this course, explore.html where an exercise has a page that moves,
    and explanations.bin of each exercise, by which two mistakes at once are recognized. With it: a
    folder with everything that students need, which is searched for leaks before it is written.
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
    stale = stale_pages + _refresh_indexes(course, check=check)
    if not (done.written or done.findings or stale):
        click.echo(f"exercises/ is up to date ({len(done.unchanged)} files).")
    return EXIT_FAILED if check and (done.findings or stale) else EXIT_PASSED


def _refresh_indexes(course: Course, *, check: bool) -> int:
    """Write every explanations.bin that is not current, or tell; give how many those are."""
    from grader.course.hidden_files import EXPLANATIONS
    from grader.files import as_typed
    from grader.grading.torch_runtime import import_torch

    import_torch()
    from grader.publishing.explanation_index import stale_exercises

    stale = stale_exercises(course)
    for exercise in stale:
        assert exercise.authored is not None
        path = exercise.authored / EXPLANATIONS
        if check:
            what = "It is not what its mistakes make of it today." if path.exists() else _MISSING
            click.echo(f"{as_typed(path)}: {what} Run `grade release`.")
        else:
            _write_index(exercise)
            click.echo(f"wrote {as_typed(path)}")
    return len(stale)


def _write_index(exercise: Exercise) -> None:
    """Write the index of an exercise, which takes a minute where there are many mistakes."""
    from grader.publishing.explanation_index import count_pairs, write_index

    pairs = count_pairs(exercise)
    label = f"{exercise.name}: pairs of mistakes"
    with click.progressbar(length=pairs, label=label, file=sys.stderr) as bar:
        write_index(exercise, lambda: bar.update(1))


def _refresh_pages(course: Course, *, check: bool) -> int:
    """Make every explore.html that is not current, or tell; give how many those are."""
    from grader.course.derive import EXPLORE_PAGE
    from grader.files import as_typed
    from grader.publishing.pages.explore import STALE, stale_pages, write_page

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
    from grader.publishing.explanation_index import stale_exercises
    from grader.publishing.pages.explore import stale_pages
    from grader.publishing.release.release_number import keep_release_number
    from grader.publishing.release.student_course import student_tree, write_tree

    without = {"explanations.bin": stale_exercises(course), "explore.html": stale_pages(course)}
    for file, stale in without.items():
        for exercise in stale:
            note = f"has no current {file}; run `grade release` first to ship one"
            click.echo(f"{exercise.name} {note}.", err=True)
    own = course_key_or_new(course) if hidden == "sealed" else None
    tree = student_tree(course, hidden=hidden, key=key, course_key=own)
    write_tree(tree, folder)
    keep_release_number(course, tree.release)
    kept = {
        "withheld": "withheld; they run where solutions/ is",
        "external": "sealed; they run where the key is",
        "embedded": "sealed, with the key beside them: obfuscation, not secrecy",
    }
    state = kept["withheld" if hidden == "withheld" else key]
    number = tree.release.number
    click.echo(f"{folder}: {len(tree.files)} files, no leak found. Hidden checks are {state}.")
    click.echo(f"This is release {number}. A key course-…-{number} refuses earlier ones.")
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
