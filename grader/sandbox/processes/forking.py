"""The zygote from the grader's side: the process that forks workers, where that is safe (Linux).

Like the launcher, this needs neither torch nor the wire.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import struct
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import IO, Any

from grader.errors import BrokenEnvironment
from grader.model import Isolation, Limits
from grader.sandbox.confinement.users import known_user
from grader.sandbox.processes.connection import Worker
from grader.sandbox.processes.isolated import ZYGOTE
from grader.sandbox.processes.remote import Ending, RemoteWorker

START_TIMEOUT_SECONDS = 120.0
UNKNOWN = 1 << 16  # what the zygote says of a worker that it has not seen end
MAX_FORKS = 300  # then the zygote is replaced: whatever leaks, leaks no further


class ForkingStarter:
    """Workers from a zygote, which is replaced when it is gone or old."""

    def __init__(
        self, errors: IO[bytes], folder: Path, tier: str, sentinel: Path, spin_seconds: float
    ) -> None:
        """Confine as `tier` says; `sentinel` is a file that no confined worker can open."""
        self._errors = errors
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
            self._confinement = self._present().confinement()
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
            words = [self._tier, str(self._worker_uid), str(self._sentinel)]
            self._zygote = Zygote(self._errors, self._folder, *words)
        return self._zygote


class Zygote:
    """The exec'd process that forks workers."""

    def __init__(self, errors: IO[bytes], folder: Path, tier: str, uid: str, sentinel: str) -> None:
        self.forks = 0
        self._confinement: tuple[Isolation, dict[str, str]] | None = None
        root = Path(tempfile.mkdtemp(dir=folder))
        self._control, theirs = socket.socketpair()
        with theirs:
            words = ["fork", str(theirs.fileno()), tier, str(root), uid, sentinel]
            self._process = _exec(errors, [theirs.fileno()], words)
        self._control.settimeout(START_TIMEOUT_SECONDS)

    def confinement(self) -> tuple[Isolation, dict[str, str]]:
        """The tier in force, and why no better one is; waits for the zygote's word on it."""
        if self._confinement is None:
            word: dict[str, Any] = json.loads(self._control.recv(1 << 16) or b"{}")
            if "tier" not in word:
                raise BrokenEnvironment(
                    f"Submissions cannot be confined: {word.get('failed', 'the zygote ended')}.",
                    "Run the grader as a user who is not root, or: grade doctor",
                )
            self._confinement = word["tier"], word["reasons"]
        return self._confinement

    def fork(
        self, request: dict[str, Any], box: Path, isolation: Isolation, spin_seconds: float
    ) -> Worker:
        self.forks += 1
        line, their_line, output, their_output = _ends()
        descriptors = [their_line.fileno(), their_output]
        try:
            socket.send_fds(self._control, [json.dumps(request).encode()], descriptors)
            reply, pidfds, _, _ = socket.recv_fds(self._control, 8, 1)
            if len(reply) < 8:
                raise EOFError("it ended without a word")
        except (OSError, EOFError):
            line.close()
            os.close(output)
            raise
        finally:
            their_line.close()
            os.close(their_output)
        # In `full` the number is one of another namespace, and the process is all of its group.
        pid: int = struct.unpack("<q", reply)[0]
        return Worker(
            line,
            output,
            box,
            pid=pid,
            pidfd=pidfds[0],
            has_group=isolation == "process",
            spin_seconds=spin_seconds,
        )

    def ending(self, pid: int) -> Ending | None:
        """The ending of a worker that is gone; None where nobody can tell."""
        try:
            self._control.sendall(json.dumps({"ended": pid}).encode())
            ending = Ending(*struct.unpack("<qd", self._control.recv(16)))
        except (OSError, struct.error):  # the zygote is gone, too
            return None
        return ending if ending.exit_code != UNKNOWN else None

    def take_refused(self) -> Counter[int] | None:
        """The system calls, by number, that workers were refused since this was last asked.

        None where not all were counted, or nobody can tell any more.
        """
        if self._confinement is None:
            return Counter()  # it is just starting
        try:
            self._control.sendall(json.dumps({"refused": True}).encode())
            counts = json.loads(self._control.recv(1 << 16) or b"null")
        except (OSError, ValueError):
            return None
        return None if counts is None else Counter({int(key): counts[key] for key in counts})

    def close(self) -> None:
        self._control.close()
        try:
            self._process.wait(1)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _ends() -> tuple[socket.socket, socket.socket, int, int]:
    """A socket for frames and a pipe for output, both ends of each: ours, theirs, ours, theirs."""
    line, their_line = socket.socketpair()
    output, their_output = os.pipe()
    return line, their_line, output, their_output


def _exec(
    errors: IO[bytes], descriptors: list[int], arguments: list[str]
) -> subprocess.Popen[bytes]:
    """Start zygote.py isolated: no site of the user, no environment or descriptor of ours."""
    kept = {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}
    return subprocess.Popen(
        [sys.executable, "-I", str(ZYGOTE), *arguments],
        pass_fds=descriptors,
        stdin=subprocess.DEVNULL,
        stdout=errors,
        stderr=errors,
        cwd="/",
        env=kept | {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1"},
        start_new_session=True,
    )


def threads_of(user: int) -> int:
    """The number of threads of a user: the limit of a worker's threads counts them all."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if folder.stat().st_uid == user:
                total += len(os.listdir(folder / "task"))
    return total
