"""Portable workers that are copied from a process that has imported torch, for tests of many.

Importing takes longer than all else that a worker does. A copy has session, streams, folder and
environment of its own, and then runs zygote.py as a process does that is started; its imports are
older. Where copying a process that holds torch is not known to be safe, each is started.
"""

from __future__ import annotations

import json
import os
import runpy
import select
import signal
import socket
import struct
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

FORKS = sys.platform == "linux"
ROOT = Path(__file__).parents[1]
ZYGOTE = ROOT / "grader" / "sandbox" / "zygote.py"
LONGEST = 1 << 16  # of a request, in bytes
CODE = struct.Struct("<i")
END_SECONDS = 60.0


class WarmWorkers:
    """The place where portable workers are started; `exec_zygote` is the grader's of that name.

    `system` is a script that shows them another system: see portable/elsewhere.py.
    """

    def __init__(self, system: Path | None = None) -> None:
        from grader.sandbox.processes.isolated import environment, exec_zygote

        self.exec_zygote: Any = exec_zygote
        if not FORKS:
            return
        self.exec_zygote = self._copied
        self._environment = environment
        self._requests, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        words = [str(theirs.fileno()), *([str(system)] if system is not None else [])]
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-I", __file__, *words],
                env=environment(),
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )

    def close(self) -> None:
        """End the process that is copied, which waits for the copies to end."""
        if FORKS:
            self._requests.close()
            self._process.wait(END_SECONDS)

    def _copied(self, output: IO[bytes], box: Path) -> Copied:
        """A copy instead of a process that is started."""
        facts = json.dumps({"cwd": str(box), "env": self._environment()}).encode()
        line, their_line = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        their_input, own_input = os.pipe()
        theirs = [their_input, output.fileno(), their_line.fileno()]
        socket.send_fds(self._requests, [facts], theirs)
        os.close(their_input)
        their_line.close()
        return Copied(line, os.fdopen(own_input, "wb"))


class Copied:
    """The process of a copied worker, as `subprocess` has it."""

    def __init__(self, line: socket.socket, stdin: IO[bytes]) -> None:
        self.stdin, self._line = stdin, line
        self._code: int | None = None
        word, (self._pidfd,), _, _ = socket.recv_fds(line, CODE.size, 1)
        (self.pid,) = CODE.unpack(word)

    def poll(self) -> int | None:
        with suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self._code

    def wait(self, timeout: float | None = None) -> int:
        if self._code is None:
            if not select.select([self._line], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired("worker", timeout or 0.0)
            (self._code,) = CODE.unpack(self._line.recv(CODE.size))
            self._line.close()
            os.close(self._pidfd)
        return self._code

    def kill(self) -> None:
        if self._code is None:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)


def serve(requests: socket.socket, *system: str) -> None:
    """Import what workers do, then fork a copy for each request, and tell of each how it ended."""
    if system:
        runpy.run_path(system[0])["go_there"]()
    zygote = runpy.run_path(str(ZYGOTE))
    zygote["_forget_installed_folders"]()
    _import_libraries()
    alive: dict[int, tuple[int, socket.socket]] = {}  # pidfd: number, and where to tell
    is_asked = True
    while is_asked or alive:
        ready = select.select([*alive, *([requests] if is_asked else [])], [], [])[0]
        for pidfd in alive.keys() & set(ready):
            _tell_end(pidfd, *alive.pop(pidfd))
        if requests in ready:
            message, descriptors, _, _ = socket.recv_fds(requests, LONGEST, 3)
            is_asked = bool(message)
            if is_asked:
                *streams, line = descriptors
                pid = os.fork()
                if not pid:
                    _become_worker(json.loads(message), descriptors, zygote["main"])
                pidfd = os.pidfd_open(pid)
                alive[pidfd] = pid, socket.socket(fileno=line)
                socket.send_fds(alive[pidfd][1], [CODE.pack(pid)], [pidfd])
                for descriptor in streams:
                    os.close(descriptor)


def _import_libraries() -> None:
    """What a worker imports of others: torch on one thread, and what its line is made of."""
    import multiprocessing.connection

    import numpy.random
    import torch

    del multiprocessing, numpy
    torch.set_num_threads(1)


def _tell_end(pidfd: int, pid: int, line: socket.socket) -> None:
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    os.close(pidfd)
    with line, suppress(OSError):  # nobody asks any more
        line.send(CODE.pack(code))


def _become_worker(asked: dict[str, Any], descriptors: list[int], main: Any) -> None:
    """Be the process of one worker; never returns."""
    try:
        os.setsid()
        given, output, _ = descriptors
        for standard, theirs in enumerate((given, output, output)):
            os.dup2(theirs, standard)
        os.closerange(3, max(int(path.name) for path in Path("/proc/self/fd").iterdir()) + 1)
        os.chdir(asked["cwd"])
        os.environ.clear()
        os.environ.update(asked["env"])
        for number, name in enumerate(("stdin", "stdout", "stderr")):
            stream = open(number, "w" if number else "r", encoding="utf-8", closefd=False)  # noqa: SIM115
            setattr(sys, name, stream)
        sys.argv = [str(ZYGOTE), "connect"]
        main(["connect"])
    except SystemExit:
        pass
    except BaseException:
        sys.excepthook(*sys.exc_info())
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    import gc

    gc.disable()  # as zygote.py does
    serve(socket.socket(fileno=int(sys.argv[1])), *sys.argv[2:])
