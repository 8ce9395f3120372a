"""Having a class graded by a pool, whatever happens to the processes that grade."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from itertools import islice

from msgspec.structs import replace

from grader.batch.jobs.executors import ExecutorPool
from grader.batch.jobs.grade_job import late_report, lost_report
from grader.batch.jobs.job import Graded, Job
from grader.batch.jobs.lanes import Lanes, Ticket
from grader.errors import BrokenEnvironment
from grader.grading.deadline import job_seconds

EARLY_SECONDS = 1.0  # how much sooner than its deadline a job may seem to have ended


def grade_class(jobs: Iterable[Job], pool: ExecutorPool, *, total: int) -> Iterator[Graded]:
    """Grade submissions, many at a time, and give each as it is finished; `total` is their number.

    What hit a limit is graded once more, with nothing beside it, before that counts: the machine
    may have been busy. So is what was being graded when a process of the grader ended; if that
    happens again, the submission gets a report of that fault, and it alone. Both times together
    have the one deadline of a job: what was graded until then gets its report at once.

    Raises:
        BrokenEnvironment: nothing can be graded here; what was given before stays graded.
    """
    alone: list[Job] = []
    yield from _grade_together(iter(jobs), pool, pool.chunk_size(total), alone)
    for job in alone:
        results = _results(pool.submit([job]), pool)
        if results is None:
            _require_working(pool)
        yield results[0] if results else lost_report(job)


def _grade_together(
    jobs: Iterator[Job], pool: ExecutorPool, size: int, alone: list[Job]
) -> Iterator[Graded]:
    """Grade in chunks of a size; what is to be graded alone is added to `alone`."""
    pending: dict[Future[list[Graded]], tuple[Sequence[Job], Ticket]] = {}
    lanes = Lanes(pool.width)
    while True:
        # One chunk waits for each that is worked on, so that nobody is idle, and no more, so that
        # a large class is never in memory at once.
        while len(pending) < 2 * pool.width and (chunk := tuple(islice(jobs, size))):
            ticket = lanes.enter()
            pending[pool.submit(chunk)] = chunk, ticket
        if not pending:
            return
        done = wait(pending, return_when=FIRST_COMPLETED).done
        for future in [future for future in pending if future in done]:  # in the class's order
            asked_for, ticket = pending.pop(future)
            seconds = lanes.leave(ticket)
            results = _results(future, pool)
            if results is not None:
                yield from _sorted_out(asked_for, results, alone)
            elif _is_late(asked_for, seconds):
                yield late_report(asked_for[0])
            elif len(asked_for) == 1:
                alone.append(replace(asked_for[0], spent_seconds=seconds))
            else:
                alone.extend(asked_for)


def _sorted_out(
    jobs: Sequence[Job], results: Sequence[Graded], alone: list[Job]
) -> Iterator[Graded]:
    """The results that count; what hit a limit is added to `alone`."""
    for job, graded in zip(jobs, results, strict=True):
        if graded.report.status == "limit":
            alone.append(job)
        else:
            yield graded


def _is_late(jobs: Sequence[Job], seconds: float) -> bool:
    """True if the one job has used its deadline up, that of each of its files."""
    if len(jobs) != 1:
        return False
    most = job_seconds(jobs[0].exercise.limits) * jobs[0].files_to_grade
    return seconds >= most - EARLY_SECONDS


def _require_working(pool: ExecutorPool) -> None:
    """Make sure that it was the submission: a process with nothing to grade stays.

    Raises:
        BrokenEnvironment: it does not.
    """
    if _results(pool.submit([]), pool) is None:
        raise BrokenEnvironment("The processes that grade end as they start.", "Run: grade doctor")


def _results(future: Future[list[Graded]], pool: ExecutorPool) -> list[Graded] | None:
    """The results of a chunk; None where the process that graded it has ended.

    Raises:
        BrokenEnvironment: nothing can be graded, or the scheduler has gone.
    """
    try:
        return future.result()
    except pool.crash_errors:
        return None
    except CancelledError as error:
        raise BrokenEnvironment(
            "The scheduler has dropped the batch.",
            "What is graded is kept; run the batch again with --resume.",
        ) from error
