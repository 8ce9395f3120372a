"""Workers for every system, also one that cannot fork: each is exec'd, and not confined.

Slower to start than a forked one. Like the launcher, this needs neither torch nor the wire.
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import IO

from grader.errors import BrokenEnvironment
from grader.model import Isolation, Limits
from grader.sandbox.confinement.users import hidden_from_others, is_root, known_user
from grader.sandbox.processes.portable_worker import PortableWorker
from grader.sandbox.processes.remote import Ending, RemoteWorker

START_TIMEOUT_SECONDS = 120.0
CHOICE = "GRADE_WORKER"  # "portable" chooses these workers on a system that forks, for tests


class PortableStarter:
    """Starts portable workers; one that is asked for early is warm when it is needed."""

    def __init__(self, errors: IO[bytes], folder: Path, tier: str = "auto") -> None:
        """`folder` is where boxes lie; what goes wrong before a worker has a box is in `errors`.

        With `tier` "process" submissions may be root where no other user could run Python.
        """
        self._errors = errors
        self._folder = folder
        self._is_chosen = os.environ.get(CHOICE) == "portable"
        self._is_asked_for = self._is_chosen or tier == "process"
        self._hidden = hidden_from_others() if is_root() else ""
        self._user = known_user() if is_root() and not self._hidden else None
        self._spare: PortableWorker | None = None
        self._started: list[PortableWorker] = []

    def prepare(self) -> None:
        """Let the next worker warm up, unless one does already.

        Raises:
            OSError: no process can be started.
        """
        if self._spare is None:
            self._started = [worker for worker in self._started if not worker.is_closed]
            self._spare = PortableWorker(self._folder, self._user)
            self._started.append(self._spare)

    def confinement(self) -> tuple[Isolation, dict[str, str]]:
        """The tier in force, and why no better one is.

        Raises:
            BrokenEnvironment: submissions would be root, and nobody asked for that.
        """
        as_root = f"would run as root, for {self._hidden} is closed to other users"
        if self._hidden and not self._is_asked_for:
            raise BrokenEnvironment(
                f"Submissions cannot be kept apart: each {as_root}.",
                "Run the grader as a user who is not root, or: grade doctor",
            )
        why = f"{CHOICE}=portable does without" if self._is_chosen else "it needs Linux"
        if self._hidden:
            why += f"; submissions {as_root.removeprefix('would ')}"
        return "process", dict.fromkeys(("full", "landlock"), why)

    def worker(self, limits: Limits) -> PortableWorker:
        """A fresh worker, which says one byte when it is ready.

        Raises:
            OSError, WorkerGone, WorkerLate: it does not start.
        """
        self.prepare()
        worker, self._spare = self._spare, None
        assert worker is not None
        arguments = {
            "cpu_seconds": limits.cpu_seconds,
            "memory_mib": limits.memory_mib,
            "threads": None,
        }
        deadline = time.monotonic() + START_TIMEOUT_SECONDS
        try:
            worker.connect(deadline)
            worker.send(json.dumps(arguments).encode(), deadline)
        except BaseException:
            worker.kill()
            self._errors.write(worker.printed)
            raise
        return worker

    def ending(self, worker: RemoteWorker) -> Ending | None:
        """The ending of a worker that is gone."""
        return worker.ending() if isinstance(worker, PortableWorker) else None

    def take_refused(self) -> None:
        """Nobody counts here: nothing is refused."""

    def drop(self) -> None:
        """End the one that warms up: it may be broken."""
        if self._spare is not None:
            self._spare.kill()
            self._spare = None

    def close(self) -> None:
        """End every worker that was started here."""
        for worker in self._started:
            worker.kill()
        self._spare, self._started = None, []
