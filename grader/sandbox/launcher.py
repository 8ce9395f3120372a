"""Starting and ending the processes that submissions run in.

Needs neither torch nor the wire, so that a zygote can be started before the grader's own side
begins to import them: torch is imported by both at the same time.
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from grader.errors import BrokenEnvironment
from grader.model import Isolation, Limits
from grader.sandbox import box as boxes

START_TIMEOUT_SECONDS = 120.0
MAX_OUTPUT_BYTES = 64 << 10
BOX_POLL_SECONDS = 0.1  # how often the box is measured: the system has no quota for it
END_SECONDS = 5.0  # how long a worker that was killed may take to be gone
MAX_FORKS = 300  # then the zygote is replaced: whatever leaks, leaks no further
# What a worker becomes where the grader is root: nobody is one of these. A container may know no
# more than 65,536 users.
WORKER_UIDS = (200_000, 65_530)
ZYGOTE = Path(__file__).with_name("zygote.py")
# Forking a process that holds torch is only known to be safe here; elsewhere each worker is exec'd.
FORKS = sys.platform == "linux"


class WorkerGone(Exception):
    """The worker closed the line: it exited, crashed or was killed."""


class WorkerLate(Exception):
    """The worker did not do its part in time."""


class WorkerFull(Exception):
    """The worker wrote more into its box than it may."""


class Worker:
    """The grader's end of one worker: a socket for frames, a pipe for what is printed."""

    def __init__(
        self, line: socket.socket, output: int, box: Path, *, group: int | None, pidfd: int | None
    ) -> None:
        self.box = box
        self.printed = bytearray()
        self._group = group  # its process group, where killing the process is not enough
        self._pidfd = pidfd
        self._line = line
        self._output = output
        self._measured = time.monotonic()
        self._selector = selectors.DefaultSelector()
        self._selector.register(line, selectors.EVENT_READ)
        self._selector.register(output, selectors.EVENT_READ)
        line.setblocking(False)
        os.set_blocking(output, False)

    def send(self, data: bytes, deadline: float) -> None:
        """Write all of `data` before `deadline` (on the monotonic clock), draining the output.

        Raises:
            WorkerGone, WorkerLate, WorkerFull: it could not be done.
        """
        rest = memoryview(data)
        while rest:
            try:
                rest = rest[self._line.send(rest) :]
            except BlockingIOError:
                self._wait(selectors.EVENT_WRITE, deadline)
            except OSError as error:
                raise WorkerGone from error

    def receive(self, count: int, deadline: float) -> bytearray:
        """Read exactly `count` bytes before `deadline`, draining the output.

        Raises:
            WorkerGone, WorkerLate, WorkerFull: it could not be done.
        """
        data = bytearray(count)
        rest = memoryview(data)
        self._measure()  # one that answers at once is never waited for
        while rest:
            try:
                read = self._line.recv_into(rest)
            except BlockingIOError:
                self._wait(selectors.EVENT_READ, deadline)
                continue
            except OSError as error:
                raise WorkerGone from error
            if not read:
                raise WorkerGone
            rest = rest[read:]
        return data

    def has_more(self) -> bool:
        """Whether bytes wait that nobody asked for."""
        try:
            return bool(self._line.recv(1, socket.MSG_PEEK))
        except OSError:
            return False

    def kill(self) -> None:
        """End the worker and all of its process group, and wait for it; keep what it printed."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if self._pidfd is not None:
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if self._group is not None:
                os.killpg(self._group, signal.SIGKILL)
        if self._pidfd is not None:
            _await_end(self._pidfd)
            os.close(self._pidfd)
        self.drain()
        self._selector.close()
        self._line.close()
        os.close(self._output)
        boxes.remove(self.box)

    def drain(self) -> None:
        """Take what the submission printed so far; what exceeds 64 KiB is dropped."""
        with contextlib.suppress(BlockingIOError, KeyError):
            for _ in range(64):  # no more at a time: it may be printing faster than we read
                chunk = os.read(self._output, 1 << 16)
                if not chunk:  # closed by the worker: would wake us for ever
                    self._selector.unregister(self._output)
                    return
                self.printed += chunk[: MAX_OUTPUT_BYTES - len(self.printed)]

    def _wait(self, event: int, deadline: float) -> None:
        self._selector.modify(self._line, event)
        while True:
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                raise WorkerLate
            ready = self._selector.select(min(remaining, BOX_POLL_SECONDS))
            if any(key.fileobj == self._output for key, _ in ready):
                self.drain()
            self._measure()
            if any(key.fileobj is self._line for key, _ in ready):
                return

    def _measure(self) -> None:
        """Look at the box from time to time.

        Raises:
            WorkerFull: it holds too much.
        """
        now = time.monotonic()
        if now - self._measured >= BOX_POLL_SECONDS:
            if boxes.is_too_full(self.box):
                raise WorkerFull
            self._measured = time.monotonic()


class Launcher:
    """Where workers come from. The first process is started at once, so that it can warm up."""

    def __init__(self, tier: str = "auto") -> None:
        """`tier` is the confinement to insist on; "auto" takes the best that works here."""
        self.isolation: Isolation = "process"
        self.reasons: dict[str, str] = {}  # why each better tier does not work
        self._tier = tier
        self._worker_uid = _known_user(WORKER_UIDS)
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 (lives as long as the processes)
        self._folder = Path(tempfile.mkdtemp(prefix="grade-"))
        self._folder.chmod(0o711)  # a worker of another user must reach its box, and see no other
        # Readable for everybody: only confinement keeps a worker from it.
        self._sentinel = self._folder / "sentinel"
        self._sentinel.touch()
        self._zygote: _Zygote | None = self._new_zygote() if FORKS else None
        self._exec_ed: list[subprocess.Popen[bytes]] = []
        self._threads: int | None = None

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
            worker.receive(1, time.monotonic() + START_TIMEOUT_SECONDS)
        except (WorkerGone, WorkerLate) as error:
            worker.kill()
            raise WorkerGone(worker.printed.decode("utf-8", "replace")) from error
        return worker

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
        boxes.remove(self._folder)

    def _forked(self, box: Path, limits: Limits) -> Worker:
        if self._zygote is not None and self._zygote.forks >= MAX_FORKS:
            self._drop_zygote()
        if self._zygote is None:
            self._zygote = self._new_zygote()
        self._confine_as(self._zygote)
        request = {"box": str(box), "limits": self._as_arguments(limits)}
        return self._zygote.fork(request, box, self.isolation)

    def _confine_as(self, zygote: _Zygote) -> None:
        """Take down how workers are confined; those of later zygotes are confined alike."""
        isolation, reasons = zygote.confinement()
        if self._tier == "auto":
            self.reasons = reasons
        self.isolation = self._tier = isolation

    def _exec_ed_worker(self, box: Path, limits: Limits) -> Worker:
        line, their_line, output, their_output = _ends()
        with their_line:
            words = ["serve", str(their_line.fileno()), str(their_output), str(box)]
            words.append(json.dumps(self._as_arguments(limits)))
            process = _exec(self._errors, [their_line.fileno(), their_output], words)
        os.close(their_output)
        self._exec_ed.append(process)
        return Worker(line, output, box, group=process.pid, pidfd=None)

    def _as_arguments(self, limits: Limits) -> dict[str, int]:
        if self._threads is None:
            self._threads = _threads_of(os.getuid() or self._worker_uid) if FORKS else 0
        return {
            "cpu_seconds": limits.cpu_seconds,
            "memory_mib": limits.memory_mib,
            "threads": self._threads,
        }

    def _new_zygote(self) -> _Zygote:
        words = [self._tier, str(self._worker_uid), str(self._sentinel)]
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
                    "Run: grade doctor",
                )
            self._confinement = word["tier"], word["reasons"]
        return self._confinement

    def fork(self, request: dict[str, Any], box: Path, isolation: Isolation) -> Worker:
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
        group = struct.unpack("<q", reply)[0] if isolation == "process" else None
        return Worker(line, output, box, group=group, pidfd=pidfds[0])

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


def _await_end(pidfd: int) -> None:
    """Wait until the process is gone, and with it its hold on files."""
    with selectors.DefaultSelector() as selector:
        selector.register(pidfd, selectors.EVENT_READ)
        selector.select(END_SECONDS)


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
