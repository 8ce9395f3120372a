"""Processes that grade: of this machine, or those of a Dask scheduler.

Both are a `concurrent.futures.Executor`, and nothing else here knows which it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from typing import Any, NamedTuple

from grader.batch.jobs.executor_process import grade_jobs
from grader.batch.jobs.job import Graded, Job
from grader.errors import BrokenEnvironment
from grader.grading.processes import open_processes, uninterrupted

CHUNK = 50  # submissions that go to a scheduler together: what it costs is spread over them
JOIN_SECONDS = 60  # how long to wait for the first process of a scheduler


class ExecutorHandle(NamedTuple):
    """An executor that works, and how to take it down."""

    executor: Executor
    width: int  # how many chunks it works on at a time
    crash_errors: tuple[type[BaseException], ...]  # says that the process that graded has ended
    close: Callable[[bool], None]  # told whether what it does now is still wanted


class ExecutorPool:
    """Grades chunks of submissions, and finds new processes where some have ended."""

    def __init__(
        self, open_executor: Callable[[], ExecutorHandle], *, largest_chunk: int = 1
    ) -> None:
        """Open an executor with `open_executor`, and another should it break.

        Raises:
            BrokenEnvironment: there is none to be had.
        """
        self._open = open_executor
        self._handle = open_executor()
        self._largest_chunk = largest_chunk

    @property
    def width(self) -> int:
        """The number of chunks in work at a time."""
        return self._handle.width

    @property
    def crash_errors(self) -> tuple[type[BaseException], ...]:
        """The errors of a chunk's future when the process that graded it has ended."""
        return self._handle.crash_errors

    def chunk_size(self, total: int) -> int:
        """The number of submissions to hand out together, so that nobody is left idle."""
        return max(1, min(self._largest_chunk, total // (4 * self.width)))

    def submit(self, jobs: Sequence[Job]) -> Future[list[Graded]]:
        """Have a chunk graded."""
        try:
            return self._submit(jobs)
        except BrokenExecutor:
            self._handle.close(False)
            self._handle = self._open()
            return self._submit(jobs)

    def _submit(self, jobs: Sequence[Job]) -> Future[list[Graded]]:
        with uninterrupted():
            return self._handle.executor.submit(grade_jobs, jobs)

    def close(self, *, is_done: bool) -> None:
        """Take everything down; at once where what runs is not wanted any more."""
        self._handle.close(is_done)


def local_pool(processes: int) -> ExecutorPool:
    """Processes of this machine."""
    return ExecutorPool(lambda: _local_executor(processes))


def cluster_pool(address: str) -> ExecutorPool:
    """The processes that have joined the Dask scheduler at `address`, or will join it.

    Raises:
        BrokenEnvironment: Dask is not installed, nothing answers there, or no process joins.
    """
    return ExecutorPool(lambda: _cluster_executor(address), largest_chunk=CHUNK)


def _local_executor(processes: int) -> ExecutorHandle:
    executor, close = open_processes(processes, "grader.batch.jobs.grade_job")
    return ExecutorHandle(executor, processes, (BrokenExecutor,), close)


def _cluster_executor(address: str) -> ExecutorHandle:
    try:
        from distributed import Client, KilledWorker
    except ImportError as error:
        raise BrokenEnvironment(
            "--scheduler needs Dask, which is not installed.",
            "Install it: pip install 'unsaturated[cluster]'",
        ) from error
    try:
        # Dask has no types.
        client: Any = Client(address, timeout=JOIN_SECONDS, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise BrokenEnvironment(
            f"No Dask scheduler answers at {address}: {error}.",
            "Give --scheduler the address that the command 'dask scheduler' printed.",
        ) from error
    try:
        client.wait_for_workers(1, timeout=JOIN_SECONDS)
    except TimeoutError as error:
        client.close()
        raise BrokenEnvironment(
            f"No process has joined the Dask scheduler at {address} in {JOIN_SECONDS} s.",
            f"Start some: dask worker {address}",
        ) from error
    width = sum(client.nthreads().values())

    def close(is_done: bool) -> None:
        executor.shutdown(wait=is_done)
        client.close()

    executor = client.get_executor(pure=False)
    return ExecutorHandle(executor, width, (KilledWorker,), close)
