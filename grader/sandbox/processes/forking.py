"""Workers that a zygote forks, where that is safe (Linux).

Like the launcher, this needs neither torch nor the wire.
"""

from __future__ import annotations

import contextlib
import os
import socket
import tempfile
from collections import Counter
from pathlib import Path
from typing import IO

from grader.errors import BrokenEnvironment
from grader.model import Isolation, Limits
from grader.sandbox.confinement.users import known_user
from grader.sandbox.processes.connection import Worker
from grader.sandbox.processes.remote import Ending, RemoteWorker
from grader.sandbox.processes.zygotes import CONFINED_REMEDY, Zygote, start_zygote

MAX_FORKS = 300  # then the zygote is replaced: whatever leaks, leaks no further


class ForkingStarter:
    """Workers from a zygote, which is replaced when it is gone or old."""

    def __init__(
        self,
        errors: IO[bytes],
        folder: Path,
        tier: str,
        sentinel: Path,
        *,
        spin_seconds: float,
        requests: socket.socket | None,
    ) -> None:
        """Confine as `tier` says; `sentinel` is a file that no confined worker can open.

        `requests` leads to the shared zygote from which to fork this one's; None: exec one.
        """
        self._errors = errors
        self._requests = requests
        self._folder = folder
        self._tier = tier
        self._sentinel = sentinel
        self._spin_seconds = spin_seconds
        self._worker_uid = known_user()
        self._zygote: Zygote | None = None
        self._confinement: tuple[Isolation, dict[str, str]] | None = None
        self._threads: int | None = None
        self._refused: Counter[int] | None = Counter()  # by workers of zygotes before

    def prepare(self) -> None:
        """Start a zygote, unless one is there."""
        self._present()

    def confinement(self) -> tuple[Isolation, dict[str, str]]:
        """The tier in force, and why no better one is; those of later zygotes are confined alike.

        Raises:
            BrokenEnvironment: the tier that was asked for does not work here.
        """
        if self._confinement is None:
            try:
                self._confinement = self._present().confinement()
            except EOFError as error:
                if self._requests is None:
                    raise BrokenEnvironment(
                        f"Submissions cannot be confined: {error}.", CONFINED_REMEDY
                    ) from None
                self._requests = None  # the shared one has ended: go without
                self.drop()
                return self.confinement()
            self._tier = self._confinement[0]
        return self._confinement

    def worker(self, limits: Limits) -> Worker:
        """A fresh worker, which says one byte when it is ready.

        Raises:
            OSError, EOFError: it does not start.
        """
        if self._zygote is not None and self._zygote.forks >= MAX_FORKS:
            counted = self.take_refused()
            self.drop()
            self._refused = counted
        zygote = self._present()
        isolation, _ = zygote.confinement()
        box = Path(tempfile.mkdtemp(dir=self._folder))
        if os.geteuid() == 0:
            os.chown(box, self._worker_uid, self._worker_uid)
        if self._threads is None:
            self._threads = threads_of(os.getuid() or self._worker_uid)
        arguments = {
            "cpu_seconds": limits.cpu_seconds,
            "memory_mib": limits.memory_mib,
            "threads": self._threads,
        }
        request = {"box": str(box), "limits": arguments}
        return zygote.fork(request, box, isolation, self._spin_seconds)

    def ending(self, worker: RemoteWorker) -> Ending | None:
        """The ending of a worker that is gone; None where nobody can tell."""
        return self._zygote.ending(worker.pid) if self._zygote is not None else None

    def take_refused(self) -> Counter[int] | None:
        """The system calls, by number, that workers were refused since this was last asked.

        None where not all were counted.
        """
        now = self._zygote.take_refused() if self._zygote is not None else Counter[int]()
        before, self._refused = self._refused, Counter()
        return None if now is None or before is None else before + now

    def drop(self) -> None:
        """End the zygote, and with it every worker; what it counted is lost."""
        if self._zygote is not None:
            self._refused = None
            self._zygote.close()
            self._zygote = None

    def close(self) -> None:
        """End the zygote, and with it every worker."""
        self.drop()

    def _present(self) -> Zygote:
        if self._zygote is None:
            root = tempfile.mkdtemp(dir=self._folder)
            words = [self._tier, root, str(self._worker_uid), str(self._sentinel)]
            self._zygote = start_zygote(words, self._errors, self._requests)
        return self._zygote


def threads_of(user: int) -> int:
    """The number of threads of a user: the limit of a worker's threads counts them all."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if folder.stat().st_uid == user:
                total += len(os.listdir(folder / "task"))
    return total
