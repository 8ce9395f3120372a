"""What runs in the processes that grade: each has a warm zygote of its own, and keeps it."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.util import Finalize

from grader.batch.job import Graded, Job, grade_job
from grader.grading.deadline import limit_memory
from grader.grading.torch_runtime import import_torch
from grader.model import Limits
from grader.sandbox.launcher import Launcher

# The checks change what a process has one of, such as its standard output.
_turn = threading.Lock()


def grade_jobs(jobs: Sequence[Job]) -> list[Graded]:
    """Grade submissions one after the other, whichever thread asks.

    Raises:
        BrokenEnvironment: nothing can be graded by this process.
    """
    with _turn:
        launcher = _warm_launcher()
        return [grade_job(job, launcher) for job in jobs]


def begin(parent_pipe: Connection) -> None:
    """Prepare a process of ours: it ends when the other end of the pipe is closed."""
    # Ctrl-C on a terminal reaches all; one process decides. (Ignored outright, it would be ignored
    # in submissions, too.)
    signal.signal(signal.SIGINT, lambda *_: None)
    threading.Thread(target=_end_with, args=(parent_pipe,), daemon=True).start()
    _launcher()  # its zygote imports torch from now on


@cache
def _warm_launcher() -> Launcher:
    launcher = _launcher()
    import_torch()
    limit_memory()
    launcher.worker(Limits()).kill()  # waits for the zygote: no submission's time counts that
    return launcher


@cache
def _launcher() -> Launcher:
    launcher = Launcher(spin_seconds=0.0)  # here all cores have something better to do
    Finalize(None, launcher.close, exitpriority=1)
    return launcher


def _end_with(parent_pipe: Connection) -> None:
    with suppress(EOFError, OSError):
        parent_pipe.recv_bytes()
    with suppress(Exception):
        _launcher().close()
    os._exit(1)
