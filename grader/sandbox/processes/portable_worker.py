"""One exec'd worker from the grader's side, over `multiprocessing.connection`.

A named pipe on Windows, a Unix socket elsewhere; bytes alone travel, never a pickle. Like the
launcher, this needs neither torch nor the wire.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection
from pathlib import Path

from grader.sandbox.processes import scratch
from grader.sandbox.processes.isolated import IS_WINDOWS, exec_zygote
from grader.sandbox.processes.remote import (
    BOX_POLL_SECONDS,
    END_SECONDS,
    MAX_OUTPUT_BYTES,
    Ending,
    RemoteWorker,
    WorkerGone,
    WorkerLate,
)

MAX_MESSAGE_BYTES = (64 << 20) + 4  # a frame with its length: of the wire, which is not imported
SMALL_BYTES = 4096  # so much fits any pipe: to write it never waits
CONNECT_POLL_SECONDS = 0.01
KEY_BYTES = 32
MAX_SOCKET_PATH = 100  # bytes; systems allow 103 and more


def _socket_path(folder: Path, token: str) -> str:
    """The path of a worker's socket; where the folder's own is too long for one, in /tmp."""
    path = str(folder / f"{token}.line")
    return path if len(os.fsencode(path)) <= MAX_SOCKET_PATH else f"/tmp/grade-{token}.line"


class PortableWorker(RemoteWorker):
    """One exec'd worker, from outside."""

    def __init__(self, folder: Path, user: int | None = None) -> None:
        """Start the process; it warms up until `connect`, and then becomes the user, if any."""
        box = Path(tempfile.mkdtemp(dir=folder))
        if user is not None:
            os.chown(box, user, user)
        self.is_closed = False
        self._line: Connection | None = None
        self._ahead = bytearray()  # read, and not asked for yet
        self._key = secrets.token_bytes(KEY_BYTES)
        token = secrets.token_hex(8)
        self._family = "AF_PIPE" if IS_WINDOWS else "AF_UNIX"
        self._address = rf"\\.\pipe\grade-{token}" if IS_WINDOWS else _socket_path(folder, token)
        self._output_path = folder / f"{token}.out"
        self._start = time.monotonic()
        with self._output_path.open("wb") as output:
            self.process = exec_zygote(output, box)
        self._output = self._output_path.open("rb")
        super().__init__(box, self.process.pid)
        self._tell(box, user)

    def _tell(self, box: Path, user: int | None) -> None:
        """Say where to meet. The key goes through a pipe: nobody else can read that."""
        facts = [self._family, self._address, self._key.hex(), str(box), user]
        assert self.process.stdin is not None
        with contextlib.suppress(OSError):  # it has ended; `connect` says so
            self.process.stdin.write(json.dumps(facts).encode() + b"\n")
            self.process.stdin.flush()

    def connect(self, deadline: float) -> None:
        """Wait until the worker listens.

        Raises:
            WorkerGone, WorkerLate: it does not.
        """
        while self._line is None:
            try:
                self._line = Client(self._address, self._family, self._key)
            except (FileNotFoundError, ConnectionRefusedError):  # not yet
                if self.process.poll() is not None:
                    raise WorkerGone from None
            except (OSError, EOFError, AuthenticationError) as error:
                raise WorkerGone from error
            if time.monotonic() >= deadline:
                raise WorkerLate
            time.sleep(CONNECT_POLL_SECONDS if self._line is None else 0)

    def send(self, data: bytes, deadline: float) -> None:
        """Write all of `data` as one message; one that is not read in time ends the worker."""
        line = self._connected()
        if len(data) > SMALL_BYTES:
            with self._killed_at(deadline):
                line.send_bytes(data)
            return
        try:
            line.send_bytes(data)
        except OSError as error:
            raise WorkerGone from error

    def receive(self, count: int, deadline: float) -> bytearray:
        """Read exactly `count` bytes; a message that never ends ends the worker."""
        self._measure()  # one that answers at once is never waited for
        while len(self._ahead) < count:
            self._wait(deadline)
            self._take_message(deadline)
        data, self._ahead = self._ahead[:count], self._ahead[count:]
        return data

    def has_more(self) -> bool:
        """True if bytes wait that nobody asked for."""
        try:
            if not self._ahead and self._connected().poll(0):
                self._take_message(time.monotonic() + END_SECONDS)
        except (OSError, WorkerGone):  # the end of the line is no byte
            return False
        except WorkerLate:
            return True
        return bool(self._ahead)

    def has_ended(self, seconds: float) -> bool:
        """True if the process is gone, or is so within the time."""
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def ending(self) -> Ending | None:
        """The ending of the process, None if it lives on."""
        code = self.process.poll()
        return None if code is None else Ending(code, time.monotonic() - self._start)

    def drain(self) -> None:
        """Take what the submission printed so far, at most 64 KiB of it."""
        if not self.is_closed:
            self.printed += self._output.read(MAX_OUTPUT_BYTES - len(self.printed))

    def kill(self) -> None:
        """End the worker, wait for it, and remove its box; keep what it printed."""
        if self.is_closed:
            return
        self._end_process()
        if self._line is not None:
            self._wait_for_end_of_line(self._line)
            self._line.close()
        self.drain()
        self.is_closed = True
        self._output.close()
        for path in (self._output_path, Path(self._address)):
            with contextlib.suppress(OSError):
                path.unlink()
        scratch.remove(self.box)

    def _end_process(self) -> None:
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)
        self.process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(END_SECONDS)
        if self.process.stdin is not None:
            with contextlib.suppress(OSError):
                self.process.stdin.close()

    def _wait_for_end_of_line(self, line: Connection) -> None:
        """Wait until nobody holds the other end.

        In a virtual environment on Windows, `python` is a parent of the Python that runs: that
        one is gone a moment later, and with it its hold on the box.
        """
        end = time.monotonic() + END_SECONDS
        with contextlib.suppress(OSError, EOFError):
            while time.monotonic() < end and line.poll(BOX_POLL_SECONDS):
                line.recv_bytes(MAX_MESSAGE_BYTES)

    def _connected(self) -> Connection:
        if self._line is None or self._line.closed:
            raise WorkerGone
        return self._line

    def _take_message(self, deadline: float) -> None:
        line = self._connected()
        with self._killed_at(deadline):
            self._ahead += line.recv_bytes(MAX_MESSAGE_BYTES)

    @contextlib.contextmanager
    def _killed_at(self, deadline: float) -> Iterator[None]:
        """End the worker at the deadline, whatever is inside then fails: it may block for ever.

        Raises:
            WorkerGone, WorkerLate: it failed.
        """
        timer = threading.Timer(max(deadline - time.monotonic(), 0), self.process.kill)
        timer.daemon = True
        timer.start()
        try:
            yield
        except (OSError, EOFError) as error:
            late = time.monotonic() >= deadline
            raise (WorkerLate if late else WorkerGone) from error
        finally:
            timer.cancel()

    def _wait(self, deadline: float) -> None:
        """Wait for a message, and measure meanwhile."""
        line = self._connected()
        while True:
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                raise WorkerLate
            try:
                is_ready = line.poll(min(remaining, BOX_POLL_SECONDS))
            except OSError as error:
                raise WorkerGone from error
            self._measure()
            if is_ready:
                return

    def _is_too_full(self) -> bool:
        """Also what is printed lies in a file: the worker bounds that, if nobody meddles."""
        return os.fstat(self._output.fileno()).st_size > scratch.MAX_BYTES or super()._is_too_full()
