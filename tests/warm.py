"""`grade` from a process that has imported what its commands need, for tests of many commands.

Importing takes longer than all else that a command does, and so it is with the zygote that a
command starts. A copy of the warm process has words, folder, environment and streams of its own, as
a process that is started has; its imports are older, and its zygotes are forked of a shared one.
Where copying a process that holds torch is not known to be safe, each command is started.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import os
import pkgutil
import runpy
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import warm_python

FORKS = sys.platform == "linux"
LONGEST = 1 << 20  # of a message, in bytes
TIMEOUT_SECONDS = 300.0
# Programs of their own, which are not imported, and what they begin with.
PROGRAMS = ("grader.__main__", "grader.sandbox.zygote", "grader.sandbox.worker")
HEAVY = (
    "torch",
    "matplotlib.figure",
    "matplotlib.backends.backend_agg",
    "nbformat",
    "rich.console",
)


class WarmGrade:
    """The place where commands of `grade` are started; one at a time.

    `system` is a script that shows them another system: see portable/elsewhere.py.
    """

    def __init__(self, environment: Mapping[str, str], system: Path | None = None) -> None:
        self._environment = dict(environment)
        self._system = [str(system)] if system is not None else []
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None
        self._started: subprocess.Popen[bytes] | None = None

    def start(
        self, words: Sequence[str], cwd: Path, env: Mapping[str, str], streams: Sequence[int]
    ) -> None:
        """Start a command; `streams` are the descriptors of its input, output and errors."""
        if not FORKS or _changes_python(env, self._environment):
            command = [sys.executable, *(self._system or ["-m", "grader"]), *words]
            names = dict(zip(("stdin", "stdout", "stderr"), streams, strict=True))
            self._started = subprocess.Popen(command, cwd=cwd, env=env, **names)
            return
        facts = {"words": words, "cwd": str(cwd), "env": dict(env)}
        facts["executable"] = str(self.python())
        socket.send_fds(self._warm(), [json.dumps(facts).encode()], list(streams))

    def wait(self) -> int:
        """The exit code of the command that was started last."""
        if self._started is not None:
            started, self._started = self._started, None
            return started.wait(TIMEOUT_SECONDS)
        try:
            return int(self._warm().recv(LONGEST))
        except OSError:  # it takes too long: whatever it does must not answer the next one
            self._end(at_once=True)
            raise

    def run(
        self, words: Sequence[str], *, cwd: Path, env: Mapping[str, str], together: bool = False
    ) -> subprocess.CompletedProcess[str]:
        """Run a command to its end: its exit code, and what it printed, on one stream or two."""
        with (
            tempfile.TemporaryFile() as out,
            tempfile.TemporaryFile() as err,
            Path(os.devnull).open("rb") as none,
        ):
            errors = out if together else err
            self.start(words, cwd, env, [none.fileno(), out.fileno(), errors.fileno()])
            code = self.wait()
            printed = []
            for file in (out, err):
                file.seek(0)
                printed.append(file.read().decode("utf-8").replace("\r\n", "\n"))
        return subprocess.CompletedProcess(list(words), code, *printed)

    def python(self) -> Path:
        """A `python` of which each program is a copy; where nothing is copied, the one there is."""
        if not FORKS:
            return Path(sys.executable)
        self._warm()
        assert self._folder is not None
        return Path(self._folder.name, "bin", "python")

    def close(self) -> None:
        """End the warm process."""
        self._end(at_once=False)

    def _end(self, *, at_once: bool) -> None:
        if self._line is None or self._process is None:
            return
        self._line.close()
        self._line = None
        if at_once:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(TIMEOUT_SECONDS)
        if self._folder is not None:
            self._folder.cleanup()

    def _warm(self) -> socket.socket:
        """The line to the warm process."""
        if self._line is None:
            self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            self._line.settimeout(TIMEOUT_SECONDS)
            listener = self._listen()
            with theirs, listener:
                ends = [theirs.fileno(), listener.fileno()]
                self._process = subprocess.Popen(
                    [sys.executable, __file__, *map(str, ends), *self._system],
                    env=self._environment,
                    stdin=subprocess.DEVNULL,
                    pass_fds=ends,
                    start_new_session=True,
                )
        return self._line

    def _listen(self) -> socket.socket:
        """The socket where `python` asks for copies."""
        self._folder = tempfile.TemporaryDirectory(prefix="warm-", dir="/tmp")
        address = f"{self._folder.name}/line"
        warm_python.write_python(
            Path(self._folder.name, "bin", "python"), address, self._environment
        )
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        listener.bind(address)
        listener.listen()
        return listener


def _changes_python(env: Mapping[str, str], usual: Mapping[str, str]) -> bool:
    """Whether Python itself would begin otherwise in the first environment."""
    return any(
        env.get(name) != usual.get(name)
        for name in {*env, *usual}
        if name.startswith(("PYTHON", "OMP_", "LD_", "LC_", "TZ"))
    )


def serve(line: socket.socket, listener: socket.socket, *system: str) -> None:
    """Import everything, then run each command that is asked for in a copy."""
    sys.path.pop(0)  # the folder of this file
    if system:
        runpy.run_path(system[0])["become_grader"]()
    import_everything(is_whole=not system)
    with shared_workers(system[0]) if system else shared_zygote():
        attendants: list[int] = []
        while True:
            if line not in select.select([line, listener], [], [])[0]:
                attendants = warm_python.attend(listener, run_copy, attendants)
                continue
            message, streams, _, _ = socket.recv_fds(line, LONGEST, 3)
            if not message:
                break
            child = _fork_copy(message, streams, (line, listener))
            pidfd = os.pidfd_open(child)
            while pidfd not in select.select([pidfd, listener], [], [])[0]:  # it may start some
                attendants = warm_python.attend(listener, run_copy, attendants)
            os.close(pidfd)
            line.send(str(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])).encode())
        for pid in attendants:
            os.waitpid(pid, 0)  # so that what they took counts as this one's


def _fork_copy(message: bytes, streams: Sequence[int], ours: Sequence[socket.socket]) -> int:
    """The number of a new copy that runs what the message asks for."""
    child = os.fork()
    if not child:
        for own in ours:
            own.close()
        run_copy(json.loads(message), streams)
    for descriptor in streams:
        os.close(descriptor)
    return child


@contextlib.contextmanager
def shared_zygote() -> Iterator[None]:
    """Let launchers fork their zygotes of one that has imported torch."""
    from grader.sandbox.launcher import Launcher
    from grader.sandbox.processes.zygotes import SharedZygote

    with contextlib.closing(SharedZygote()) as zygote:
        Launcher.__init__.__kwdefaults__["shared"] = zygote.requests
        yield


@contextlib.contextmanager
def shared_workers(system: str) -> Iterator[None]:
    """Let portable workers be copied of one that has imported torch: see warm_workers.py."""
    from grader.sandbox.processes import portable_worker

    found = runpy.run_path(str(Path(__file__).with_name("warm_workers.py")))
    with contextlib.closing(found["WarmWorkers"](Path(system))) as workers:
        portable_worker.exec_zygote = workers.exec_zygote
        yield


def import_everything(*, is_whole: bool) -> None:
    """Import the modules of the grader, and what some of them import when they are used.

    A system that is not whole lacks what some modules need; nobody uses them there.
    """
    import grader
    from grader.grading.torch_runtime import import_torch

    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment] (see conftest.py)
    import_torch()
    names = (module.name for module in pkgutil.walk_packages(grader.__path__, "grader."))
    for name in (*HEAVY, *names):
        if name in PROGRAMS:
            continue
        with contextlib.suppress(*(() if is_whole else (ImportError, AttributeError))):
            importlib.import_module(name)


def run_copy(asked: Mapping[str, Any], streams: Sequence[int]) -> None:
    """Be the process of one command; never returns."""
    code = 70
    try:
        for ours, theirs in enumerate(streams):
            os.dup2(theirs, ours)
            os.close(theirs)
        os.chdir(asked["cwd"])
        os.environ.clear()
        os.environ.update(asked["env"])
        sys.executable = asked["executable"]
        _open_streams()
        tempfile.tempdir = None  # of another environment
        if "python" in asked:
            warm_python.run_program(asked)
        sys.path.insert(0, asked["cwd"])
        sys.argv = [str(Path(__file__).parents[1] / "grader" / "__main__.py"), *asked["words"]]
        sys.modules["__main__"] = program = importlib.import_module("grader.__main__")
        program.main()
    except SystemExit as ending:  # as click ends what a shell asks for
        code = ending.code if isinstance(ending.code, int) else int(ending.code is not None)
        if isinstance(ending.code, str):
            print(ending.code, file=sys.stderr)
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


def _open_streams() -> None:
    """Open the streams as Python does at its beginning."""
    sys.stdin = io.TextIOWrapper(io.FileIO(0, closefd=False), encoding="utf-8")  # type: ignore[arg-type]
    for number, name in ((1, "stdout"), (2, "stderr")):
        raw = io.BufferedWriter(io.FileIO(number, "w", closefd=False))
        lines = number == 2 or os.isatty(number) or "PYTHONUNBUFFERED" in os.environ
        setattr(sys, name, io.TextIOWrapper(raw, encoding="utf-8", line_buffering=lines))


if __name__ == "__main__":
    ends = (socket.socket(fileno=int(number)) for number in sys.argv[1:3])
    serve(*ends, *sys.argv[3:])
