"""`grade batch` with reports made up in no time, so that a test can stop it at any moment.

    python quick_batch.py SUBMISSIONS --out DIR ...

All but the grading is the real thing. The points of a submission are the number that it says.
"""

from __future__ import annotations

import sys
import time
from concurrent.futures import Future, ThreadPoolExecutor

from msgspec.structs import replace

from grader.__main__ import run_command
from grader.batch.jobs import executors
from grader.batch.jobs.grade_job import as_official
from grader.batch.jobs.job import Graded, Job
from grader.model import SubmissionFacts
from grader.report.build import as_report

SECONDS = 0.002  # for one submission


def graded(job: Job) -> Graded:
    assert job.files is not None
    facts = SubmissionFacts(job.entry.file, job.files.sha256)
    report = as_report(job.exercise, facts, "failed", [], isolation="full", seed=0)
    time.sleep(SECONDS)
    report = replace(report, points=int(job.files.data))
    return as_official(Graded(job.entry, report, job.provenance), job)


class Quick(ThreadPoolExecutor):
    def submit(self, _function, jobs) -> Future[list[Graded]]:  # type: ignore[override]
        return super().submit(lambda: [graded(job) for job in jobs])


def quick_pool(processes: int) -> executors.ExecutorPool:
    executor = Quick(processes)
    return executors.ExecutorPool(
        lambda: executors.ExecutorHandle(executor, processes, (), lambda _: executor.shutdown())
    )


if __name__ == "__main__":
    executors.local_pool = quick_pool
    raise SystemExit(run_command(["batch", *sys.argv[1:]]))
