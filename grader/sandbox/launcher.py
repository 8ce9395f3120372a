"""Starting and ending the processes that submissions run in.

Needs neither torch nor the wire, so that a zygote can be started before the grader's own side
begins to import them: torch is imported by both at the same time.
"""

from __future__ import annotations

import os
import socket
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Literal, Protocol, Self

from grader.errors import BrokenEnvironment
from grader.model import Isolation, Limits
from grader.sandbox.confinement.call_names import named
from grader.sandbox.confinement.cgroup import delegated_group
from grader.sandbox.processes import scratch
from grader.sandbox.processes.portable import CHOICE, PortableStarter
from grader.sandbox.processes.remote import Ending, RemoteWorker, WorkerGone, WorkerLate

START_TIMEOUT_SECONDS = 120.0
SPIN_SECONDS = 150e-6  # a call on a small array takes about as long
ENDING_SECONDS = 0.5  # between closing the line and being gone
# Forking a process that holds torch is only known to be safe here; elsewhere each worker is exec'd.
FORKS = sys.platform == "linux" and hasattr(os, "fork")


class Starter(Protocol):
    """The way to start the processes of workers that the system allows."""

    def prepare(self) -> None:
        """Let the next worker warm up."""

    def confinement(self) -> tuple[Isolation, dict[str, str]]:
        """The tier in force, and why no better one is."""

    def worker(self, limits: Limits) -> RemoteWorker:
        """A fresh worker, which says one byte when it is ready."""

    def ending(self, worker: RemoteWorker) -> Ending | None:
        """The ending of a worker that is gone; None where nobody can tell."""

    def take_refused(self) -> Mapping[int, int] | None:
        """The system calls, by number, that workers were refused since this was last asked."""

    def drop(self) -> None:
        """Forget what was warm: it may be broken."""

    def close(self) -> None:
        """End all processes."""


class Launcher:
    """The source of workers. The first process is started at once, so that it can warm up."""

    def __init__(
        self,
        tier: Isolation | Literal["auto"] = "auto",
        *,
        spin_seconds: float = SPIN_SECONDS,
        holds_course_key: bool = False,
        shared: socket.socket | None = None,
    ) -> None:
        """`tier` is the confinement to insist on; "auto" takes the best that works here.

        For `spin_seconds` a reply is waited for without sleeping: that saves time, not work.
        A grader that `holds_course_key` runs nothing that is not confined. `shared` leads to a
        zygote that several launchers share (`SharedZygote`), which spares importing torch again.
        """
        self._holds_course_key = holds_course_key
        self.isolation: Isolation = "process"
        self.reasons: dict[str, str] = {}  # why each better tier does not work
        self._tier = tier
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 (lives as long as the processes)
        self._folder, self._lock = scratch.make_folder()
        self._group_base = delegated_group()  # before there are processes that belong to it
        self._starter: Starter
        if forks():
            from grader.sandbox.processes.forking import ForkingStarter

            sentinel = self._folder / scratch.SENTINEL
            self._starter = ForkingStarter(
                self._errors, self._folder, tier, sentinel,
                spin_seconds=spin_seconds, requests=shared,
            )  # fmt: skip
        else:
            self._starter = PortableStarter(self._errors, self._folder, tier)
        self.prepare()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def prepare(self) -> None:
        """Let the next worker warm up, where each has to: what waits for a student asks for it."""
        with suppress(OSError):  # `worker` meets the same error, and says so
            self._starter.prepare()

    def worker(self, limits: Limits) -> RemoteWorker:
        """A fresh worker, confined and ready to load a submission.

        Raises:
            BrokenEnvironment: no such process can be started.
        """
        try:
            return self._start(limits)
        except (OSError, EOFError, WorkerGone, WorkerLate):
            self._starter.drop()  # killed from outside, perhaps by a submission: try a new one
        try:
            return self._start(limits)
        except (OSError, EOFError, WorkerGone, WorkerLate) as error:
            self._starter.drop()
            words = str(error) or self._last_words() or type(error).__name__
            raise BrokenEnvironment(
                f"The process that runs submissions does not start: {words}", "Run: grade doctor"
            ) from error

    def _start(self, limits: Limits) -> RemoteWorker:
        self.wait_until_ready()
        worker = self._starter.worker(limits)
        try:
            if self._group_base is not None:
                worker.enter_group(self._group_base, limits.memory_mib)
            worker.receive(1, time.monotonic() + START_TIMEOUT_SECONDS)
        except (OSError, WorkerGone, WorkerLate) as error:
            worker.kill()
            raise WorkerGone(worker.printed.decode("utf-8", "replace")) from error
        return worker

    def ending(self, worker: RemoteWorker) -> Ending | None:
        """The ending of a worker that closed the line; None if it lives on, or nobody can tell."""
        return self._starter.ending(worker) if worker.has_ended(ENDING_SECONDS) else None

    def take_refused(self) -> dict[str, int] | None:
        """How often workers were refused which system call, by name, since this was last asked.

        None where not all were counted: nothing confines them, or the system has no such counters.
        """
        counts = self._starter.take_refused()
        return None if counts is None else named(counts)

    def wait_until_ready(self) -> None:
        """Wait until it is known how workers are confined.

        Raises:
            BrokenEnvironment: the tier that was asked for does not work here, or none confines
                where the course's key is held.
        """
        isolation, reasons = self._starter.confinement()
        if self._tier == "auto":
            self.reasons = reasons
            if isolation == "process":
                self._require_no_course_key()
        elif self._tier != isolation:
            reason = reasons.get(self._tier, "it does not work here")
            raise BrokenEnvironment(
                f"Submissions cannot be confined as {self._tier}: {reason}.", "Run: grade doctor"
            )
        self.isolation = self._tier = isolation

    def close(self) -> None:
        """End every process that was started here."""
        self._starter.close()
        self._errors.close()
        os.close(self._lock)  # first: on Windows nothing that is open can be removed
        scratch.remove(self._folder)

    def _require_no_course_key(self) -> None:
        """Refuse to run what nothing keeps from the memory of a grader that holds the key."""
        if self._holds_course_key:
            raise BrokenEnvironment(
                "The course's key is given, and submissions are not confined here, so any of them "
                "could read it.",
                "Unset GRADE_KEY, or grade on another machine. For what to mend: grade doctor",
            )

    def _last_words(self) -> str:
        self._errors.seek(0)
        lines = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else ""


def forks() -> bool:
    """True if workers are forked here."""
    return FORKS and os.environ.get(CHOICE) != "portable"
