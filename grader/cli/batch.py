"""The command `grade batch`: a whole class."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from grader.cli.command_group import AuthorCommand, given_keys
from grader.errors import EXIT_FAULT, EXIT_INTERRUPTED, EXIT_PASSED, GraderError

if TYPE_CHECKING:
    from grader.batch.intake.entries import Discovery, Entry
    from grader.batch.jobs.executors import ExecutorPool
    from grader.batch.results.gradebook import Override
    from grader.batch.results.results_folder import Results
    from grader.batch.results.summary import Summary
    from grader.model import Exercise, Feedback


class Order(NamedTuple):
    """The options of `grade batch`."""

    out: Path
    words: Sequence[str]
    jobs: int | None
    scheduler: str | None
    resume: bool
    diff: bool
    lines: bool
    feedback: Feedback
    seed: int | None
    unsafe: bool
    override: Path | None


@click.command("batch", cls=AuthorCommand)
@click.argument("submissions", type=click.Path(path_type=Path, exists=True), required=False)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    metavar="DIR",
    help="Where the gradebook, grades.csv and the reports are written.",
)
@click.option(
    "--exercise",
    "words",
    multiple=True,
    metavar="NAME",
    help="Grade this exercise only; may be given several times.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many submissions are graded at a time; as many as there are cores.",
)
@click.option(
    "--resume",
    is_flag=True,
    help="Grade only what has no report yet on the same files by the same course and grader.",
)
@click.option(
    "--diff",
    is_flag=True,
    help="List every score that a regrade changed, and why; without SUBMISSIONS, of all regrades.",
)
@click.option(
    "--lines",
    is_flag=True,
    help="Also search the line that makes a value wrong: up to half a second for a wrong function.",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Grade on the machines of a Dask scheduler, such as tcp://node1:8786.",
)
@click.option(
    "--feedback",
    type=click.Choice(["full", "advice", "outcome"]),
    default="advice",
    show_default=True,
    help="How much the students' reports tell about hidden checks.",
)
@click.option(
    "--seed",
    type=click.IntRange(0, (1 << 63) - 1),
    help="Seed of the random inputs, the same for all students.",
)
@click.option(
    "--override",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Decisions of a person: a table with student, exercise, points and why. They are kept and "
    "count instead of the graded points, now and in later runs.",
)
@click.option(
    "--unsafe-no-sandbox",
    "unsafe",
    is_flag=True,
    help="Grade even where submissions cannot be confined; marks every row unofficial.",
)
def batch(submissions: Path | None, **options: Any) -> int:
    """Grade a whole class.

    SUBMISSIONS is a folder, or a .zip of one, that holds a folder or a .zip for each student,
    named after them, with files such as exercise03.py in it. Where the environment has
    GRADE_SEED_SECRET, the seed of each exercise is derived from it.
    """
    order = Order(**options)
    if order.jobs is not None and order.scheduler is not None:
        raise click.UsageError("Give --jobs or --scheduler: a scheduler has its own processes.")
    if order.unsafe and order.scheduler is not None:
        raise click.UsageError(
            "Give --unsafe-no-sandbox or --scheduler: a submission that is not confined reaches "
            "the scheduler, and with it every machine."
        )
    if submissions is None:
        if not order.diff:
            raise click.UsageError("Missing argument 'SUBMISSIONS'.")
        return _show_regrades(order.out)
    from msgspec.structs import replace

    from grader.batch.intake.class_submissions import open_submissions
    from grader.batch.intake.deliveries import not_collected

    with open_submissions(submissions, results=order.out) as found:
        students = {path.name for path in found.folders}
        left = not_collected(submissions, students)
        found = replace(found, not_graded=(*found.not_graded, *left))
        return _grade(submissions, found, order)


def _grade(submissions: Path, found: Discovery, order: Order) -> int:
    from grader.batch.intake.selection import left_as_lines, what_to_grade
    from grader.batch.results.summary import Summary
    from grader.course.course import find_course

    start, summary = time.monotonic(), Summary()
    found, exercises = what_to_grade(
        find_course(Path()), submissions, found, order.words, given_keys()
    )
    for complaint in found.complaints:
        click.echo(complaint, err=True)
    if order.unsafe:
        click.echo("With --unsafe-no-sandbox every row is unofficial.", err=True)
    with _open_results(submissions, found, order) as results:
        results.name_left(found.not_graded)
        try:
            count = _grade_all(found, exercises, results, summary, order)
        except KeyboardInterrupt:
            click.echo(
                f"Stopped: {summary.graded} of {len(found.entries)} are graded, see {order.out}. "
                "To go on: the same command with --resume"
            )
            return EXIT_INTERRUPTED
        regrades = tuple(results.regrades()) if order.diff else ()
    click.echo(summary.as_text(found.complaints), nl=False)
    if order.diff:
        from grader.batch.results.regrades import regrades_as_text

        click.echo(regrades_as_text(regrades), nl=False)
    click.echo("".join(left_as_lines(found.not_graded)), nl=False)
    kept = f", {summary.graded - count} kept from before" if summary.graded > count else ""
    click.echo(
        f"Graded {count} in {time.monotonic() - start:.0f} s{kept}; "
        f"written to {order.out}: grades.csv, gradebook.sqlite3, reports."
    )
    return EXIT_FAULT if summary.faults else EXIT_PASSED


def _open_results(submissions: Path, found: Discovery, order: Order) -> Results:
    """The folder of results, with what is known of dates and what a person has decided."""
    from grader.batch.results.overrides import read_overrides
    from grader.batch.results.results_folder import Results, known_students
    from grader.course.course import find_course, load_exercise
    from grader.course.term import read_term

    course = find_course(Path())
    term = read_term(course)
    decisions: Sequence[Override] = ()
    if order.override is not None:
        most = {name: load_exercise(course, name).max_points for name in course.exercise_names()}
        students = {folder.name for folder in found.folders} | known_students(order.out)
        decisions = read_overrides(order.override, students, most)
    folder = submissions if submissions.is_dir() else None
    return Results(order.out, order.feedback, term=term, submissions=folder, decisions=decisions)


def _grade_all(
    found: Discovery,
    exercises: Mapping[str, Exercise],
    results: Results,
    summary: Summary,
    order: Order,
) -> int:
    """Grade what has to be; each report is on the disk before the next is taken. Give how many."""
    from grader.batch.jobs.dispatch import grade_class
    from grader.batch.jobs.progress import show_progress
    from grader.batch.preparation import Preparation
    from grader.course.given_keys import seed_of

    seed = partial(seed_of, chosen=order.seed, environment=os.environ, keys=given_keys())
    seeds = {name: seed(name) for name in exercises}
    preparation = Preparation(exercises, seeds, unsafe=order.unsafe, lines=order.lines)
    entries: Sequence[Entry] = found.entries
    if order.resume:
        entries = preparation.unfinished(entries, results, summary)
    total = len(entries)
    if not total:
        return 0
    pool, is_done = _executor_pool(order, total), False
    try:
        with show_progress(total) as tick:
            for graded in grade_class(preparation.jobs(entries), pool, total=total):
                results.add(graded)
                summary.add(graded.entry, graded.report)
                tick(graded)
        is_done = True
    finally:
        pool.close(is_done=is_done)
    return total


def _executor_pool(order: Order, total: int) -> ExecutorPool:
    from grader.batch.jobs.executors import cluster_pool, local_pool

    if order.scheduler is not None:
        return cluster_pool(order.scheduler)
    return local_pool(min(order.jobs or _cores(), total))


def _cores() -> int:
    """The number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _show_regrades(out: Path) -> int:
    """List the changes of every regrade that a folder of results remembers."""
    from contextlib import closing

    from grader.batch.results.gradebook import Gradebook
    from grader.batch.results.regrades import regrades_as_text

    path = out / "gradebook.sqlite3"
    if not path.is_file():
        raise GraderError(f"There is no gradebook in {out}.", "Name the --out of a batch.")
    with closing(Gradebook(path)) as gradebook:
        click.echo(regrades_as_text(gradebook.regrades()), nl=False)
    return EXIT_PASSED
