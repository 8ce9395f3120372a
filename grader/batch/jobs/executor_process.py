"""The work of the processes that grade: each keeps a warm zygote of its own."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from grader.batch.jobs.grade_job import grade_job
from grader.batch.jobs.job import Graded, Job
from grader.grading.processes import warm_launcher

# The checks change what a process has one of, such as its standard output.
_turn = threading.Lock()


def grade_jobs(jobs: Sequence[Job]) -> list[Graded]:
    """Grade submissions one after the other, whichever thread asks.

    Raises:
        BrokenEnvironment: nothing can be graded by this process.
    """
    with _turn:
        launcher = warm_launcher()
        return [grade_job(job, launcher) for job in jobs]
