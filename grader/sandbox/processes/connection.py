"""The grader's end of one forked worker: a socket for frames, a pipe for what is printed.

Like the launcher, this needs neither torch nor the wire. Only a system that forks uses it.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import time
from pathlib import Path

from grader.sandbox.confinement.cgroup import Group
from grader.sandbox.processes import scratch
from grader.sandbox.processes.remote import (
    BOX_POLL_SECONDS,
    END_SECONDS,
    MAX_OUTPUT_BYTES,
    RemoteWorker,
    WorkerGone,
    WorkerLate,
)

READ_BYTES = 64 << 10  # a small reply, its header and all, is one read
SPIN_SECONDS = 150e-6  # a call on a small array takes about as long


class Worker(RemoteWorker):
    """One forked worker, from outside."""

    def __init__(
        self,
        line: socket.socket,
        output: int,
        box: Path,
        *,
        pid: int,
        pidfd: int | None,
        has_group: bool,
        spin_seconds: float = SPIN_SECONDS,
    ) -> None:
        """`pid` is as its parent knows it; `has_group`: also as this process knows it."""
        super().__init__(box, pid)
        self._spin_seconds = spin_seconds
        self._group = pid if has_group else None
        self._control_group: Group | None = None
        self._pidfd = pidfd
        self._line = line
        self._output = output
        self._ahead = bytearray()  # read, and not asked for yet
        self._poll = select.poll()
        self._poll.register(line, select.POLLIN)
        self._poll.register(output, select.POLLIN)
        line.setblocking(False)
        os.set_blocking(output, False)

    def enter_group(self, base: Path, memory_mib: int) -> None:
        """Put the process into a control group of its own, in `base`.

        Raises:
            OSError: that is not possible.
        """
        self._control_group = Group(base, self._own_pid(), memory_mib)

    def was_full(self) -> bool:
        """True if the worker's control group ended it because it needed too much memory."""
        return self._control_group is not None and self._control_group.was_full()

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
                self._poll.modify(self._line, select.POLLOUT)
                try:
                    self._wait(deadline)
                finally:
                    self._poll.modify(self._line, select.POLLIN)
            except OSError as error:
                raise WorkerGone from error

    def receive(self, count: int, deadline: float) -> bytearray:
        """Read exactly `count` bytes before `deadline`, draining the output.

        Raises:
            WorkerGone, WorkerLate, WorkerFull: it could not be done.
        """
        self._measure()  # one that answers at once is never waited for
        data = self._ahead
        while len(data) < count:
            try:
                chunk = self._line.recv(READ_BYTES)
            except BlockingIOError:
                # Only for the first byte: one that sends them singly must still be found late.
                if data or not self._comes_at_once():
                    self._wait(deadline)
                continue
            except OSError as error:
                raise WorkerGone from error
            if not chunk:
                raise WorkerGone
            data += chunk
            if len(data) < count and time.monotonic() >= deadline:  # one that never pauses, too
                raise WorkerLate
        self._ahead = data[count:]
        del data[count:]
        return data

    def has_more(self) -> bool:
        """True if bytes wait that nobody asked for."""
        if self._ahead:
            return True
        try:
            return bool(self._line.recv(1, socket.MSG_PEEK))
        except OSError:
            return False

    def has_ended(self, seconds: float) -> bool:
        """True if the process is gone, or is so within the time."""
        if self._pidfd is None:
            return False
        poll = select.poll()
        poll.register(self._pidfd, select.POLLIN)
        return bool(poll.poll(seconds * 1000))

    def kill(self) -> None:
        """End the worker and all of its process group, and wait for it; keep what it printed."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if self._pidfd is not None:
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if self._group is not None:
                os.killpg(self._group, signal.SIGKILL)
        if self._pidfd is not None:
            self.has_ended(END_SECONDS)  # and with it its hold on files
            os.close(self._pidfd)
        if self._control_group is not None:
            self._control_group.remove()
        self.drain()
        self._line.close()
        os.close(self._output)
        scratch.remove(self.box)

    def drain(self) -> None:
        """Take what the submission printed so far; what exceeds 64 KiB is dropped."""
        with contextlib.suppress(BlockingIOError, KeyError):
            for _ in range(64):  # no more at a time: it may be printing faster than we read
                chunk = os.read(self._output, 1 << 16)
                if not chunk:  # closed by the worker: would wake us for ever
                    self._poll.unregister(self._output)
                    return
                self.printed += chunk[: MAX_OUTPUT_BYTES - len(self.printed)]

    def _comes_at_once(self) -> bool:
        """Look again and again for a moment: to be woken up takes longer than a short call."""
        end = time.monotonic() + self._spin_seconds
        while time.monotonic() < end:
            try:
                self._line.recv(1, socket.MSG_PEEK)
            except OSError:
                continue
            return True
        return False

    def _own_pid(self) -> int:
        """The number of the process as this process knows it."""
        if self._pidfd is None:
            return self.pid
        facts = Path(f"/proc/self/fdinfo/{self._pidfd}").read_text().splitlines()
        return next(int(line.split()[1]) for line in facts if line.startswith("Pid:"))

    def _wait(self, deadline: float) -> None:
        """Wait for the line, as it is registered; meanwhile drain the output."""
        while True:
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                raise WorkerLate
            ready = self._poll.poll(1000 * min(remaining, BOX_POLL_SECONDS))
            descriptors = [descriptor for descriptor, _ in ready]
            if self._output in descriptors:
                self.drain()
            self._measure()
            if self._line.fileno() in descriptors:
                return
