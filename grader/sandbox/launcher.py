"""Starting and ending the processes that submissions run in.

Needs neither torch nor the wire, so that a zygote can be started before the grader's own side
begins to import them: torch is imported by both at the same time.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO

from grader.errors import BrokenEnvironment
from grader.model import Isolation

START_TIMEOUT_SECONDS = 120.0
MAX_OUTPUT_BYTES = 64 << 10
ZYGOTE = Path(__file__).with_name("zygote.py")
# Forking a process that holds torch is only known to be safe here; elsewhere each worker is exec'd.
FORKS = sys.platform == "linux"


class WorkerGone(Exception):
    """The worker closed the line: it exited, crashed or was killed."""


class WorkerLate(Exception):
    """The worker did not do its part in time."""


class Worker:
    """The grader's end of one worker: a socket for frames, a pipe for what is printed."""

    def __init__(self, pid: int, line: socket.socket, output: int, box: Path) -> None:
        self.pid = pid
        self.box = box
        self.printed = bytearray()
        self._line = line
        self._output = output
        self._selector = selectors.DefaultSelector()
        self._selector.register(line, selectors.EVENT_READ)
        self._selector.register(output, selectors.EVENT_READ)
        line.setblocking(False)
        os.set_blocking(output, False)

    def send(self, data: bytes, deadline: float) -> None:
        """Write all of `data` before `deadline` (on the monotonic clock), draining the output.

        Raises:
            WorkerGone, WorkerLate: it could not be done.
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
            WorkerGone, WorkerLate: it could not be done.
        """
        data = bytearray(count)
        rest = memoryview(data)
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
        """End the worker and all of its process group; keep what it printed."""
        for kill in (os.killpg, os.kill):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                kill(self.pid, signal.SIGKILL)
        self.drain()
        self._selector.close()
        self._line.close()
        os.close(self._output)
        shutil.rmtree(self.box, ignore_errors=True)

    def drain(self) -> None:
        """Take what the submission printed so far; what exceeds 64 KiB is dropped."""
        with contextlib.suppress(BlockingIOError, KeyError):
            while chunk := os.read(self._output, 1 << 16):
                self.printed += chunk[: MAX_OUTPUT_BYTES - len(self.printed)]
            self._selector.unregister(self._output)  # closed by the worker: would wake us for ever

    def _wait(self, event: int, deadline: float) -> None:
        self._selector.modify(self._line, event)
        while True:
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                raise WorkerLate
            ready = self._selector.select(remaining)
            if any(key.fileobj == self._output for key, _ in ready):
                self.drain()
            if any(key.fileobj is self._line for key, _ in ready):
                return


class Launcher:
    """Where workers come from. The first process is started at once, so that it can warm up."""

    isolation: Isolation = "process"

    def __init__(self) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 (lives as long as the processes)
        self._zygote: _Zygote | None = _Zygote(self._errors) if FORKS else None
        self._next = None if FORKS else _exec_worker(self._errors)
        self._exec_ed: list[subprocess.Popen[bytes]] = []

    def worker(self) -> Worker:
        """A fresh worker, forked from the zygote or exec'd.

        Raises:
            BrokenEnvironment: no such process can be started.
        """
        if not FORKS:
            (process, worker), self._next = self._next or _exec_worker(self._errors), None
            self._exec_ed.append(process)
            return worker
        try:
            if self._zygote is None:
                self._zygote = _Zygote(self._errors)
            return self._zygote.fork()
        except (OSError, EOFError) as error:
            self._zygote = None  # killed from outside, perhaps by a submission: the next is new
            raise BrokenEnvironment(
                f"The process that runs submissions does not start: {self._last_words() or error}",
                "Run: grade doctor",
            ) from error

    def close(self) -> None:
        """End the zygote, and with it every worker."""
        if self._zygote is not None:
            self._zygote.close()
        if self._next is not None:
            self._exec_ed.append(self._next[0])
            self._next[1].kill()
        for process in self._exec_ed:
            process.kill()
            process.wait()
        self._errors.close()

    def _last_words(self) -> str:
        self._errors.seek(0)
        lines = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else ""


class _Zygote:
    """The exec'd process that forks workers."""

    def __init__(self, errors: IO[bytes]) -> None:
        self._control, theirs = socket.socketpair()
        with theirs:
            self._process = _exec(errors, [theirs.fileno()], [str(theirs.fileno())])
        self._control.settimeout(START_TIMEOUT_SECONDS)

    def fork(self) -> Worker:
        line, their_line = socket.socketpair()
        output, their_output = os.pipe()
        box = Path(tempfile.mkdtemp(prefix="grade-"))
        with their_line:
            descriptors = [their_line.fileno(), their_output]
            socket.send_fds(self._control, [os.fsencode(box)], descriptors)
            os.close(their_output)
            reply = self._control.recv(8)
        if len(reply) < 8:
            raise EOFError("it ended without a word")
        return Worker(struct.unpack("<q", reply)[0], line, output, box)

    def close(self) -> None:
        self._control.close()
        try:
            self._process.wait(1)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _exec_worker(errors: IO[bytes]) -> tuple[subprocess.Popen[bytes], Worker]:
    line, their_line = socket.socketpair()
    output, their_output = os.pipe()
    box = Path(tempfile.mkdtemp(prefix="grade-"))
    with their_line:
        descriptors = [their_line.fileno(), their_output]
        process = _exec(errors, descriptors, [*map(str, descriptors), str(box)])
    os.close(their_output)
    return process, Worker(process.pid, line, output, box)


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
        env=kept
        | {
            "PATH": "/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "HOME": tempfile.gettempdir(),
            "MPLBACKEND": "Agg",
            "OMP_NUM_THREADS": "1",
            "MKL_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            "TORCHDYNAMO_DISABLE": "1",
            "CUDA_VISIBLE_DEVICES": "",
        },
        start_new_session=True,
    )
