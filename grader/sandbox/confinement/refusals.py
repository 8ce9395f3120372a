"""The system calls that workers were refused, counted by the zygote.

The kernel stops a worker at such a call, tells the zygote which it is, and the zygote answers with
the error (seccomp's user notification). So the numbers lie where no submission can change them. Of
a worker only numbers are read, never its memory, and none waits longer than the answer takes.
"""

from __future__ import annotations

import errno
import os
import select
import socket
import struct

from grader.sandbox.confinement import seccomp

MAX_COUNTED = 10_000  # of one worker; later ones are refused by the kernel alone
MAX_NUMBERS = 64  # different calls that are counted apart
OTHERS = -1  # stands for the rest; see call_names.py

_RECEIVE, _SEND = 0xC0502100, 0xC0182101  # requests of ioctl: notifications, and answers to them
# Its id, thread, flags, the number of the call, architecture, place and six arguments.
_NOTIFICATION = struct.Struct("=QIIiIQ6Q")
_ANSWER = struct.Struct("=QqiI")  # its id, a value, the error, flags
_INTERRUPTED = (errno.ENOENT, errno.EINTR)  # the thread has ended, or got a signal


class _Worker:
    """What is known of one worker."""

    def __init__(self, line: socket.socket) -> None:
        self.line: socket.socket | None = line  # closed by the worker before a submission runs
        self.listener: int | None = None
        self.counted = 0


class Refusals:
    """Waits for requests, and meanwhile answers the refused calls of all workers."""

    def __init__(self, requests: int) -> None:
        """`requests` is the descriptor to wait for."""
        import fcntl  # Linux alone comes here

        self._ioctl = fcntl.ioctl
        self._requests = requests
        self._poll = select.poll()
        self._poll.register(requests, select.POLLIN)
        self._owners: dict[int, _Worker] = {}  # by descriptor
        self._counts: dict[int, int] = {}  # by the number of the call
        self._is_complete = True

    def add(self, line: socket.socket) -> None:
        """Count for a worker, whose listener comes along the line."""
        line.setblocking(False)
        self._own(line.fileno(), _Worker(line))

    def take(self) -> dict[int, int] | None:
        """The calls refused since this was last asked, by number; None if not all were counted."""
        self._answer(0)
        counts = self._counts if self._is_complete else None
        self._counts, self._is_complete = {}, True
        return counts

    def wait(self) -> None:
        """Return when a request has come."""
        while not self._answer(None):
            continue

    def forget(self) -> None:
        """Let go of all, in a process that was forked to be a worker."""
        self._owners, self._counts = {}, {}

    def _answer(self, milliseconds: int | None) -> bool:
        """Answer what waits; True if a request does."""
        ready = self._poll.poll(milliseconds)
        for descriptor, events in ready:
            worker = self._owners.get(descriptor)
            if worker is None:  # a request, or what has just been closed
                continue
            if worker.line is not None:
                self._look_at_line(worker)
            if descriptor == worker.listener:
                self._refuse(worker, events)
        return any(descriptor == self._requests for descriptor, _ in ready)

    def _look_at_line(self, worker: _Worker) -> None:
        """Take the listener, which comes along the line; calls count from the line's end on."""
        assert worker.line is not None
        try:
            _, descriptors, _, _ = socket.recv_fds(worker.line, 1, 1)
        except BlockingIOError:
            return
        except OSError:
            descriptors = []
        if descriptors:
            worker.listener = descriptors[0]
            self._own(worker.listener, worker)
            return
        self._is_complete = self._is_complete and worker.listener is not None
        self._disown(worker.line.fileno())
        worker.line.close()
        worker.line = None

    def _refuse(self, worker: _Worker, events: int) -> None:
        """Answer one call of a worker, and count it; one that asks too often is heard no more."""
        assert worker.listener is not None
        is_over = not events & select.POLLIN
        if not is_over:
            try:
                self._answer_call(worker, worker.listener)
            except OSError as error:
                is_over = error.errno not in _INTERRUPTED
                self._is_complete = self._is_complete and not is_over
        if is_over or worker.counted == MAX_COUNTED:
            self._disown(worker.listener)
            os.close(worker.listener)  # the kernel alone refuses what follows
            worker.listener = None

    def _answer_call(self, worker: _Worker, listener: int) -> None:
        buffer = bytearray(_NOTIFICATION.size)
        self._ioctl(listener, _RECEIVE, buffer)
        call, _, _, number, _, _, first, *_ = _NOTIFICATION.unpack(buffer)
        self._count(worker, number)
        self._ioctl(listener, _SEND, _ANSWER.pack(call, 0, -seccomp.error_of(number, first), 0))

    def _count(self, worker: _Worker, number: int) -> None:
        """Count a call, unless the worker still tests its confinement."""
        if worker.line is None:
            key = number if number in self._counts or len(self._counts) < MAX_NUMBERS else OTHERS
            self._counts[key] = self._counts.get(key, 0) + 1
            worker.counted += 1

    def _own(self, descriptor: int, worker: _Worker) -> None:
        self._owners[descriptor] = worker
        self._poll.register(descriptor, select.POLLIN)

    def _disown(self, descriptor: int) -> None:
        del self._owners[descriptor]
        self._poll.unregister(descriptor)
