"""The command `grade verify`: the course proves itself."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.command_group import AuthorCommand
from grader.errors import EXIT_FAILED, EXIT_PASSED, GraderError

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

    from grader.course.course import Course
    from grader.course.sealing import Key
    from grader.model import Exercise
    from grader.publishing.verify import Proof
    from grader.publishing.verify_findings import Finding


@click.command("verify", cls=AuthorCommand, epilog="Example: grade verify exercise03")
@click.argument("words", nargs=-1, metavar="[EXERCISE]...")
@click.option("--matrix", "with_matrix", is_flag=True, help="Show which mistake fails which check.")
@click.option(
    "--jobs",
    type=click.IntRange(1),
    default=os.cpu_count() or 1,
    help="How many submissions to grade at a time; as many as there are cores, unless given.",
)
@click.option(
    "--seeds",
    type=click.IntRange(1),
    default=1,
    metavar="N",
    help="Grade each mistake with N seeds; it must earn the same points with each.",
)
@click.option(
    "--released",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="Prove a folder that `grade release --to` wrote, instead of the course itself.",
)
@click.option("--again", is_flag=True, help="Prove also what was found sound and has not changed.")
def verify(
    words: Sequence[str],
    with_matrix: bool,
    jobs: int,
    seeds: int,
    released: Path | None,
    again: bool,
) -> int:
    """The course proves itself, from stub to mistake.

    Every stub must fail, every reference pass, every mistake be caught and recognized. Without
    EXERCISE: all of them, and exercises/ must be what `grade release` writes today. What was found
    sound stays so until the exercise, the grader or one of its libraries changes.
    """
    from grader.course.course import find_course
    from grader.publishing.verify import matrix

    course = find_course(Path())
    if released is not None:
        if words:
            raise click.UsageError("A release is proved as a whole; leave EXERCISE out.")
        return _prove(course, released)
    exercises = _authored(course, words)
    findings = 0 if words else _show(_released(course))
    for proof in _proofs(course, exercises, jobs, seeds, again):
        if with_matrix:
            click.echo(f"{proof.exercise.name}\n{matrix(proof)}")
        state = f"{len(proof.findings)} findings" if proof.findings else "sound"
        when = ", and unchanged since then" if proof.stands else ""
        click.echo(f"{proof.exercise.name}: {proof.reports} submissions graded, {state}{when}")
        findings += _show(proof.findings)
    return EXIT_FAILED if findings else EXIT_PASSED


def _proofs(
    course: Course, exercises: Sequence[Exercise], jobs: int, seeds: int, again: bool
) -> Iterator[Proof]:
    """The proof of each exercise: first those that stand, then those that have to be made."""
    from grader.publishing.proofs import premises
    from grader.publishing.verify import (
        earlier_proof,
        open_executor,
        remember_proof,
        verify_exercise,
    )

    earlier = (
        {} if again else {each.name: earlier_proof(each, course.root, seeds) for each in exercises}
    )
    yield from filter(None, earlier.values())
    open_ones = [each for each in exercises if earlier.get(each.name) is None]
    if not open_ones:
        return
    with open_executor(jobs) as executor, _progress_bar(open_ones, seeds) as bar:
        for exercise in open_ones:
            bar.label = exercise.name
            before = premises(exercise)
            proof = verify_exercise(exercise, executor, lambda: bar.update(1), seeds=seeds)
            remember_proof(proof, before, course.root, seeds)
            yield proof


def _prove(course: Course, folder: Path) -> int:
    """Prove a release: with the course's key where there is one, else as students have it."""
    from grader.grading.torch_runtime import import_torch
    from grader.sandbox.launcher import Launcher

    with Launcher() as launcher:
        import_torch()
        from grader.publishing.release.release_check import prove_release

        has_findings = False
        for found in prove_release(course, folder, _course_key(course), launcher):
            for text in found.findings or found.proved:
                click.echo(f"{found.name}: {text}")
            has_findings = has_findings or bool(found.findings)
    return EXIT_FAILED if has_findings else EXIT_PASSED


def _course_key(course: Course) -> Key | None:
    from grader.course.course_key import NoCourseKey, course_key

    try:
        return course_key(course)
    except NoCourseKey:
        return None


def _progress_bar(exercises: Sequence[Exercise], seeds: int) -> ProgressBar[int]:
    from grader.publishing.verify import count_submissions

    total = sum(count_submissions(exercise, seeds) for exercise in exercises)
    return click.progressbar(length=total, file=sys.stderr, hidden=not sys.stderr.isatty())


def _authored(course: Course, words: Sequence[str]) -> list[Exercise]:
    from grader.course.course import load_exercise

    exercises = [load_exercise(course, word) for word in words or course.exercise_names()]
    for exercise in exercises:
        if exercise.authored is None:
            raise GraderError(
                f"{exercise.name} has no folder in solutions/.",
                "Verify in the copy of the course that its author works in.",
            )
    return exercises


def _released(course: Course) -> list[Finding]:
    from grader.course.derive import EXPLORE_PAGE, release
    from grader.publishing.pages.explore import STALE, stale_pages
    from grader.publishing.verify_findings import Finding

    found = release(course, check=True).findings
    differing = [Finding(each.path, each.what.rstrip("."), each.remedy) for each in found]
    pages = [each.released / EXPLORE_PAGE for each in stale_pages(course)]
    return differing + [Finding(path, STALE.rstrip("."), "Run `grade release`.") for path in pages]


def _show(findings: Sequence[Finding]) -> int:
    from grader.files import as_typed

    for finding in findings:
        click.echo(f"  {as_typed(finding.path)}: {finding.what}. {finding.remedy}")
    return len(findings)
