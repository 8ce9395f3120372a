"""One worker as the grader knows it, however that was started and is spoken to.

Like the launcher, this needs neither torch nor the wire.
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import NamedTuple

from grader.sandbox.processes import scratch

MAX_OUTPUT_BYTES = 64 << 10
BOX_POLL_SECONDS = 0.1  # how often the box is measured: the system has no quota for it
END_SECONDS = 5.0  # how long a worker that was killed may take to be gone


class WorkerGone(Exception):
    """The worker closed the line: it exited, crashed or was killed."""


class WorkerLate(Exception):
    """The worker did not do its part in time."""


class WorkerFull(Exception):
    """The worker wrote more into its box than it may."""


class Ending(NamedTuple):
    """The ending of a worker by itself."""

    exit_code: int  # minus the signal, where a signal ended it
    cpu_seconds: float  # of the processor, that it has used; where nobody counts, at most


class RemoteWorker(ABC):
    """One worker, from outside.

    Attributes:
        box: the folder that the submission may write.
        pid: the process, as its parent knows it.
        printed: what the submission printed so far.
    """

    def __init__(self, box: Path, pid: int) -> None:
        self.box = box
        self.pid = pid
        self.printed = bytearray()
        self._measured = time.monotonic()

    @abstractmethod
    def send(self, data: bytes, deadline: float) -> None:
        """Write all of `data` before `deadline` (on the monotonic clock), draining the output.

        Raises:
            WorkerGone, WorkerLate, WorkerFull: it could not be done.
        """

    @abstractmethod
    def receive(self, count: int, deadline: float) -> bytearray:
        """Read exactly `count` bytes before `deadline`, draining the output.

        Raises:
            WorkerGone, WorkerLate, WorkerFull: it could not be done.
        """

    @abstractmethod
    def has_more(self) -> bool:
        """True if bytes wait that nobody asked for."""

    @abstractmethod
    def has_ended(self, seconds: float) -> bool:
        """True if the process is gone, or is so within the time."""

    @abstractmethod
    def drain(self) -> None:
        """Take what the submission printed so far; what exceeds 64 KiB is dropped."""

    @abstractmethod
    def kill(self) -> None:
        """End the worker, wait for it, and remove its box; keep what it printed."""

    def enter_group(self, base: Path, memory_mib: int) -> None:  # noqa: B027
        """Put the process into a control group of its own, where it can be.

        Raises:
            OSError: that is not possible.
        """

    def was_full(self) -> bool:
        """True if the system ended the worker because it needed too much memory."""
        return False

    def _measure(self) -> None:
        """Look at the box from time to time.

        Raises:
            WorkerFull: it holds too much.
        """
        now = time.monotonic()
        if now - self._measured >= BOX_POLL_SECONDS:
            if self._is_too_full():
                raise WorkerFull
            self._measured = time.monotonic()

    def _is_too_full(self) -> bool:
        return scratch.is_too_full(self.box)
