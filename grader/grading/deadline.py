"""A limit of time and memory on all that is done for one submission, held by ending the process.

The worker has limits of its own (`sandbox`). This one is for the grader's side, which reads,
parses, compares and explains what a stranger handed in: whatever that costs, it costs one
submission.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from grader.errors import EXIT_LIMIT
from grader.model import Limits
from grader.report import wording

MARGIN_SECONDS = 120.0  # beside what the submission may take: a busy machine, or half a processor
BACKSTOP_SECONDS = 5.0  # later the system ends the process, even where it never leaves native code
MEMORY_MIB = 4096  # above what the process holds when it begins


def job_seconds(limits: Limits) -> float:
    """The seconds for everything that is done for one submission."""
    return limits.submission_seconds + MARGIN_SECONDS


@contextmanager
def job_deadline(limits: Limits, shown: str) -> Iterator[None]:
    """End this process, with a sentence, if what is done inside takes longer than a job may.

    `shown` is what the submission is called.
    """
    seconds = job_seconds(limits)
    timer = threading.Timer(seconds, _end, (wording.job_late(shown, seconds),))
    timer.daemon = True
    timer.start()
    has_alarm = hasattr(signal, "setitimer")
    if has_alarm:  # its default action ends the process, whatever it is busy with
        signal.setitimer(signal.ITIMER_REAL, seconds + BACKSTOP_SECONDS)
    try:
        yield
    finally:
        timer.cancel()
        if has_alarm:
            signal.setitimer(signal.ITIMER_REAL, 0.0)


def limit_memory() -> None:
    """Let this process take no more than a bounded amount of memory from now on."""
    if sys.platform != "linux":
        return
    import resource  # nothing but a batch on Linux comes here

    from grader.sandbox.confinement.rlimits import held_bytes

    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    most = held_bytes() + (MEMORY_MIB << 20)
    resource.setrlimit(resource.RLIMIT_AS, (most if hard < 0 else min(most, hard), hard))


def _end(sentence: str) -> None:
    os.write(2, f"{sentence}\n".encode())
    os._exit(EXIT_LIMIT)
