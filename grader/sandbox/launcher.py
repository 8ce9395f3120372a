"""Starting and ending the processes that submissions run in.

Needs neither torch nor the wire, so that a zygote can be started before the grader's own side
begins to import them: torch is imported by both at the same time.
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
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any, Literal, NamedTuple, Self

from grader.errors import BrokenEnvironment
from grader.model import Isolation, Limits
from grader.sandbox import scratch
from grader.sandbox.cgroup import delegated_group
from grader.sandbox.connection import SPIN_SECONDS, Worker, WorkerGone, WorkerLate

START_TIMEOUT_SECONDS = 120.0
ENDING_SECONDS = 0.5  # between closing the line and being gone
UNKNOWN = 1 << 16  # what the zygote says of a worker that it has not seen end
MAX_FORKS = 300  # then the zygote is replaced: whatever leaks, leaks no further
# What a worker becomes where the grader is root: nobody is one of these. A container may know no
# more than 65,536 users.
WORKER_UIDS = (200_000, 65_530)
ZYGOTE = Path(__file__).with_name("zygote.py")
# Forking a process that holds torch is only known to be safe here; elsewhere each worker is exec'd.
FORKS = sys.platform == "linux"


class Ending(NamedTuple):
    """How a worker ended by itself."""

    exit_code: int  # minus the signal, where a signal ended it
    cpu_seconds: float  # of the processor, that it has used


class Launcher:
    """Where workers come from. The first process is started at once, so that it can warm up."""

    def __init__(
        self,
        tier: Isolation | Literal["auto"] = "auto",
        *,
        spin_seconds: float = SPIN_SECONDS,
        holds_course_key: bool = False,
    ) -> None:
        """`tier` is the confinement to insist on; "auto" takes the best that works here.

        For `spin_seconds` a reply is waited for without sleeping: that saves time, not work.
        A grader that `holds_course_key` runs nothing that is not confined.
        """
        self._holds_course_key = holds_course_key
        self._spin_seconds = spin_seconds
        self.isolation: Isolation = "process"
        self.reasons: dict[str, str] = {}  # why each better tier does not work
        self._tier: str = tier
        self._worker_uid = _known_user(WORKER_UIDS)
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 (lives as long as the processes)
        self._folder, self._lock = scratch.make_folder()
        self._group_base = delegated_group()  # before there are processes that belong to it
        self._zygote: _Zygote | None = self._new_zygote() if FORKS else None
        self._exec_ed: list[subprocess.Popen[bytes]] = []
        self._threads: int | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def worker(self, limits: Limits) -> Worker:
        """A fresh worker, confined and ready to load a submission.

        Raises:
            BrokenEnvironment: no such process can be started.
        """
        try:
            return self._start(limits)
        except (OSError, EOFError, WorkerGone, WorkerLate):
            self._drop_zygote()  # killed from outside, perhaps by a submission: try a new one
        try:
            return self._start(limits)
        except (OSError, EOFError, WorkerGone, WorkerLate) as error:
            self._drop_zygote()
            words = str(error) or self._last_words() or type(error).__name__
            raise BrokenEnvironment(
                f"The process that runs submissions does not start: {words}", "Run: grade doctor"
            ) from error

    def _start(self, limits: Limits) -> Worker:
        box = Path(tempfile.mkdtemp(dir=self._folder))
        if FORKS and os.geteuid() == 0:
            os.chown(box, self._worker_uid, self._worker_uid)
        worker = self._forked(box, limits) if FORKS else self._exec_ed_worker(box, limits)
        try:
            if self._group_base is not None:
                worker.enter_group(self._group_base, limits.memory_mib)
            worker.receive(1, time.monotonic() + START_TIMEOUT_SECONDS)
        except (OSError, WorkerGone, WorkerLate) as error:
            worker.kill()
            raise WorkerGone(worker.printed.decode("utf-8", "replace")) from error
        return worker

    def ending(self, worker: Worker) -> Ending | None:
        """How a worker that closed the line ended; None if it lives on, or nobody can tell."""
        if self._zygote is None or not worker.has_ended(ENDING_SECONDS):
            return None
        try:
            ending = self._zygote.ending(worker.pid)
        except (OSError, struct.error):  # the zygote is gone, too
            return None
        return ending if ending.exit_code != UNKNOWN else None

    def wait_until_ready(self) -> None:
        """Wait until it is known how workers are confined.

        Raises:
            BrokenEnvironment: the tier that was asked for does not work here.
        """
        if self._zygote is not None:
            self._confine_as(self._zygote)

    def close(self) -> None:
        """End the zygote, and with it every worker."""
        self._drop_zygote()
        for process in self._exec_ed:
            process.kill()
            process.wait()
        self._errors.close()
        scratch.remove(self._folder)
        os.close(self._lock)

    def _forked(self, box: Path, limits: Limits) -> Worker:
        if self._zygote is not None and self._zygote.forks >= MAX_FORKS:
            self._drop_zygote()
        if self._zygote is None:
            self._zygote = self._new_zygote()
        self._confine_as(self._zygote)
        request = {"box": str(box), "limits": self._as_arguments(limits)}
        return self._zygote.fork(request, box, self.isolation, self._spin_seconds)

    def _confine_as(self, zygote: _Zygote) -> None:
        """Take down how workers are confined; those of later zygotes are confined alike."""
        isolation, reasons = zygote.confinement()
        if self._tier == "auto":
            self.reasons = reasons
            if isolation == "process":
                self._require_no_course_key()
        self.isolation = self._tier = isolation

    def _exec_ed_worker(self, box: Path, limits: Limits) -> Worker:
        self._require_no_course_key()
        line, their_line, output, their_output = _ends()
        with their_line:
            words = ["serve", str(their_line.fileno()), str(their_output), str(box)]
            words.append(json.dumps(self._as_arguments(limits)))
            process = _exec(self._errors, [their_line.fileno(), their_output], words)
        os.close(their_output)
        self._exec_ed.append(process)
        return Worker(line, output, box, pid=process.pid, pidfd=None, has_group=True)

    def _require_no_course_key(self) -> None:
        """Refuse to run what nothing keeps from the memory of a grader that holds the key."""
        if self._holds_course_key:
            raise BrokenEnvironment(
                "The course's key is given, and submissions are not confined here, so any of them "
                "could read it.",
                "Unset GRADE_KEY, or grade on another machine. For what to mend: grade doctor",
            )

    def _as_arguments(self, limits: Limits) -> dict[str, int]:
        if self._threads is None:
            self._threads = _threads_of(os.getuid() or self._worker_uid) if FORKS else 0
        return {
            "cpu_seconds": limits.cpu_seconds,
            "memory_mib": limits.memory_mib,
            "threads": self._threads,
        }

    def _new_zygote(self) -> _Zygote:
        words = [self._tier, str(self._worker_uid), str(self._folder / scratch.SENTINEL)]
        return _Zygote(self._errors, self._folder, *words)

    def _drop_zygote(self) -> None:
        if self._zygote is not None:
            self._zygote.close()
            self._zygote = None

    def _last_words(self) -> str:
        self._errors.seek(0)
        lines = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else ""


class _Zygote:
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

    def ending(self, pid: int) -> Ending:
        """How a worker that is gone has ended."""
        self._control.sendall(json.dumps({"ended": pid}).encode())
        return Ending(*struct.unpack("<qd", self._control.recv(16)))

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


def _known_user(users: Sequence[int]) -> int:
    """The first of the users that this user namespace knows."""
    with contextlib.suppress(OSError):
        maps = Path("/proc/self/uid_map").read_text()
        ranges = [list(map(int, line.split())) for line in maps.splitlines()]
        for user in users:
            if any(first <= user < first + count for first, _, count in ranges):
                return user
    return users[0]


def _threads_of(user: int) -> int:
    """How many threads a user runs: the limit of a worker's threads counts them all."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if folder.stat().st_uid == user:
                total += len(os.listdir(folder / "task"))
    return total
