"""Zygotes from the grader's side: the processes that fork workers (Linux).

Like the launcher, this needs neither torch nor the wire.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import struct
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from grader.errors import BrokenEnvironment
from grader.model import Isolation
from grader.sandbox.processes.connection import Worker
from grader.sandbox.processes.isolated import ZYGOTE
from grader.sandbox.processes.remote import Ending

START_TIMEOUT_SECONDS = 120.0
END_SECONDS = 1.0  # between hanging up and being gone
CONFINED_REMEDY = "Run the grader as a user who is not root, or: grade doctor"
UNKNOWN = 1 << 16  # what the zygote says of a worker that it has not seen end


class SharedZygote:
    """One zygote of which the zygotes of several grading processes are forked.

    Attributes:
        requests: the socket for asking for one; it may be handed to other processes.
    """

    def __init__(self) -> None:
        self.requests, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = _exec(subprocess.DEVNULL, theirs, "share")

    def close(self) -> None:
        """Let it end, which it does with the last zygote; they end with their launchers."""
        self.requests.close()
        _end(self._process)


def start_zygote(
    arguments: Sequence[str], errors: IO[bytes], requests: socket.socket | None
) -> Zygote:
    """A zygote for tier, root, user and sentinel; from a shared one where `requests` leads to it.

    Raises:
        OSError: no process can be started.
    """
    control, theirs = socket.socketpair()
    with theirs:
        if requests is not None:
            with suppress(OSError):  # it has ended
                message = json.dumps(arguments).encode()
                socket.send_fds(requests, [message], [theirs.fileno(), errors.fileno()])
                return Zygote(control, _Forked())
        return Zygote(control, _exec(errors, theirs, "fork", arguments))


class _Forked:
    """The process of a zygote that is no child of this one; otherwise as `subprocess` has it."""

    def __init__(self) -> None:
        self.pidfd: int | None = None  # until it is known, the process ends at its first word

    def wait(self, timeout: float | None = None) -> int:
        if self.pidfd is None:
            return 0
        poll = select.poll()
        poll.register(self.pidfd, select.POLLIN)
        if not poll.poll(None if timeout is None else 1000 * timeout):
            raise subprocess.TimeoutExpired("zygote", timeout or 0.0)
        os.close(self.pidfd)
        self.pidfd = None
        return 0

    def kill(self) -> None:
        if self.pidfd is not None:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self.pidfd, signal.SIGKILL)


class Zygote:
    """The process that forks the workers of one launcher."""

    def __init__(self, control: socket.socket, process: subprocess.Popen[bytes] | _Forked) -> None:
        self.forks = 0
        self._confinement: tuple[Isolation, dict[str, str]] | None = None
        self._control, self._process = control, process
        self._control.settimeout(START_TIMEOUT_SECONDS)

    def confinement(self) -> tuple[Isolation, dict[str, str]]:
        """The tier in force, and why no better one is; waits for the zygote's word on it.

        Raises:
            BrokenEnvironment: the tier that was asked for does not work here.
            EOFError: the zygote has ended.
        """
        if self._confinement is None:
            reply, descriptors, _, _ = socket.recv_fds(self._control, 1 << 16, 1)
            if not reply:
                raise EOFError("the zygote ended as it started")
            if isinstance(self._process, _Forked):
                self._process.pidfd = descriptors.pop() if descriptors else None
            for descriptor in descriptors:
                os.close(descriptor)
            word: dict[str, Any] = json.loads(reply)
            if "tier" not in word:
                raise BrokenEnvironment(
                    f"Submissions cannot be confined: {word['failed']}.", CONFINED_REMEDY
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
        if not self.forks:
            self._process.kill()  # it may still import torch, for nobody
        _end(self._process)


def _end(process: subprocess.Popen[bytes] | _Forked) -> None:
    """Wait a moment for a process to which nobody speaks any more, then end it."""
    try:
        process.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _ends() -> tuple[socket.socket, socket.socket, int, int]:
    """A socket for frames and a pipe for output, both ends of each: ours, theirs, ours, theirs."""
    line, their_line = socket.socketpair()
    output, their_output = os.pipe()
    return line, their_line, output, their_output


def _exec(
    errors: IO[bytes] | int, own_end: socket.socket, mode: str, arguments: Sequence[str] = ()
) -> subprocess.Popen[bytes]:
    """Start zygote.py isolated: no site of the user, no environment of ours, one descriptor."""
    kept = {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}
    return subprocess.Popen(
        [sys.executable, "-I", str(ZYGOTE), mode, str(own_end.fileno()), *arguments],
        pass_fds=[own_end.fileno()],
        stdin=subprocess.DEVNULL,
        stdout=errors,
        stderr=errors,
        cwd="/",
        env=kept | {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1"},
        start_new_session=True,
    )
