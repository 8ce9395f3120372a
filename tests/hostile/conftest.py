"""What lies around a hostile submission: things to steal, to break and to talk to.

Everything is open to every user, so that nothing but the sandbox keeps a submission from it.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
import secrets
import shutil
import socket
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator, Set
from pathlib import Path

import pytest
import torch
from msgspec.structs import replace

from grader.course.course import Course, load_exercise
from grader.errors import GraderError
from grader.grading.grade import grade
from grader.model import Exercise, Limits, Report
from grader.sandbox.launcher import Launcher
from grader.sandbox.processes.connection import Worker
from grader.sandbox.student import Student
from grader.submission.submission import Submission, read_submission

FOLDER = Path(__file__).parent
# Small, so that what never ends ends soon; the honest one has the usual ones.
LIMITS = Limits(
    import_seconds=3.0, call_seconds=0.25, submission_seconds=5.0, memory_mib=192, restarts=0
)
# What says so of itself has begun its attack at once, and has nothing more to come.
NEVER_LOADS = re.compile(r"^NEVER_LOADS = True", re.MULTILINE)
NEVER_SECONDS = 0.5
EXAMPLES = 2
PATIENCE_SECONDS = 30.0
# Where both tiers are known to work, a tier that does not is a fault, and not a test to skip. A
# closed interpreter is none: the tests are run again where it is open.
REQUIRED = "HOSTILE_REQUIRED" in os.environ
BECOME_SUBREAPER = 36  # of prctl: orphans among our descendants become our children
COURSE = {
    "exercise.toml": "exercise.toml",
    "reference.py": "reference.py",
    "test_examples.py": "visible.py",
    "test_hidden.py": "hidden.py",
    "mistakes/squares.py": "squares.py",
}
PLANTED = "hostile"  # how submissions call what they leave outside


class Grounds:
    """Folders, listeners and a secret beside the submissions."""

    def __init__(self) -> None:
        self.secret = f"SECRET-{secrets.token_hex(8)}"
        self.apart: set[int] = set()  # children of ours that have nothing to do with it
        self.base = Path(tempfile.mkdtemp(prefix="grounds-"))
        self.course = self._write_course()
        self.canary = self.base / "canary"
        self.canary.mkdir()
        (self.canary / "writable").write_text("unchanged")
        for name in ("secret", "neighbour.py"):
            (self.base / name).write_text(self.secret)
        self._submissions = self.base / "submissions"
        self._submissions.mkdir()
        self.listeners = Listeners(self.base)
        _open_to_all(self.base)
        self._outside = self._places()

    def submission(self, source: Path, exercise: Exercise) -> Submission:
        """The submission as it is handed in, with the places that it attacks in a file beside."""
        folder = self._submissions / source.stem
        folder.mkdir(exist_ok=True)
        shutil.copy(source, folder / source.name)
        (folder / "outside.py").write_text(self._outside)
        _open_to_all(folder)
        return read_submission(folder / source.name, exercise)

    def state(self) -> dict[str, tuple[int, ...]]:
        """Everything that a submission could change, in a form that can be compared."""
        paths = [str(self.base), *_below(self.base), os.__file__, torch.__file__]
        found = {}
        for path in (*paths, *_planted()):
            status = os.lstat(path)
            found[path] = (status.st_mode, status.st_size, status.st_mtime_ns, status.st_uid)
        return found

    @contextlib.contextmanager
    def watched(self) -> Iterator[None]:
        """Check that nothing of it changes, that nobody is reached and that no process is left."""
        state, processes = self.state(), self._processes()
        yield
        assert self.state() == state
        assert self.listeners.heard() == []
        end = time.monotonic() + PATIENCE_SECONDS
        while self._processes().keys() - processes and time.monotonic() < end:
            time.sleep(0.02)
        left = self._processes()
        assert {pid: left[pid] for pid in left.keys() - processes} == {}

    def _processes(self) -> dict[int, str]:
        return processes_below(os.getpid(), self.apart)

    def close(self) -> None:
        """Take everything away."""
        self.listeners.close()
        shutil.rmtree(self.base, ignore_errors=True)

    def _write_course(self) -> Path:
        root = self.base / "course"
        for name, source in COURSE.items():
            path = root / "solutions" / "exercise01" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text((FOLDER / "course" / source).read_text().replace("MARK", self.secret))
        return root

    def _places(self) -> str:
        places = {
            "COURSE": str(self.course),
            "CANARY": str(self.canary),
            "SECRET": str(self.base / "secret"),
            "NEIGHBOUR": str(self.base / "neighbour.py"),
            "SUBMISSIONS": str(self._submissions),
            "GRADER_PID": os.getpid(),
        }
        return "".join(
            f"{name} = {value!r}\n" for name, value in (places | self.listeners.addresses).items()
        )


class Listeners:
    """Sockets of every kind that a submission might reach."""

    def __init__(self, folder: Path) -> None:
        token = secrets.token_hex(4)
        local = ("127.0.0.1", 0)
        stream, datagram = socket.SOCK_STREAM, socket.SOCK_DGRAM
        self._sockets = {
            "TCP_PORT": self._listen(socket.AF_INET, stream, local),
            "UDP_PORT": self._listen(socket.AF_INET, datagram, local),
            "UNIX_PATH": self._listen(socket.AF_UNIX, stream, str(folder / "stream")),
            "DATAGRAM_PATH": self._listen(socket.AF_UNIX, datagram, str(folder / "datagram")),
        }
        if sys.platform == "linux":  # elsewhere a socket has a path or no name at all
            for name, kind in (("UNIX_NAME", stream), ("DATAGRAM_NAME", datagram)):
                self._sockets[name] = self._listen(socket.AF_UNIX, kind, f"\0{name}-{token}")
        self.addresses: dict[str, object] = {
            name: line.getsockname()[1] if line.family == socket.AF_INET else line.getsockname()
            for name, line in self._sockets.items()
        }

    def _listen(self, family: int, kind: int, address: object) -> socket.socket:
        line = socket.socket(family, kind)
        line.bind(address)
        if kind == socket.SOCK_STREAM:
            line.listen()
        line.setblocking(False)
        return line

    def heard(self) -> list[str]:
        """The listeners that somebody reached."""
        found = []
        for name, line in self._sockets.items():
            with contextlib.suppress(BlockingIOError):
                if line.type == socket.SOCK_STREAM:
                    line.accept()[0].close()
                else:
                    line.recv(1)
                found.append(name)
        return found

    def close(self) -> None:
        for line in self._sockets.values():
            line.close()


class Judge:
    """Grades submissions on one launcher."""

    def __init__(self, launcher: Launcher, grounds: Grounds) -> None:
        self.launcher = launcher
        self.exercise = load_exercise(Course(grounds.course), "1")
        self._grounds = grounds
        self._workers: list[Worker] = []
        self._honest = self.hand_in(FOLDER / "baselines" / "honest.py")

    def hand_in(self, source: Path) -> Submission:
        """Write a file where submissions lie."""
        return self._grounds.submission(source, self.exercise)

    def student(self, text: str, launcher: Launcher | None = None, **limits: float) -> Student:
        """A student whose submission is the text; its functions f and g return numbers."""
        file = self._grounds.base / "submissions" / "text.py"
        file.write_text(text)
        exercise = replace(
            self.exercise, functions={"f": "number", "g": "number"}, limits=Limits(**limits)
        )
        return Student(exercise, read_submission(file, exercise), launcher or self.launcher)

    def boxes(self) -> list[Path]:
        """The boxes that are not removed yet, and what the launcher needs itself."""
        return sorted(self.launcher._folder.iterdir())

    def grade_hostile(self, submission: Submission) -> Report:
        """Grade a submission under small limits."""
        limits = LIMITS
        if NEVER_LOADS.search(submission.source):
            limits = replace(limits, import_seconds=NEVER_SECONDS)
        exercise = replace(self.exercise, limits=limits)
        with self._recorded():
            return grade(exercise, submission, self.launcher, examples=EXAMPLES, shrink=False)

    def printed(self) -> str:
        """What the workers of the last hostile submission printed, whatever the report tells."""
        whole = b"".join(bytes(worker.printed) for worker in self._workers)
        return whole.decode("utf-8", "replace")

    @contextlib.contextmanager
    def _recorded(self) -> Iterator[None]:
        """Keep hold of the workers that the launcher starts."""
        self._workers = []
        start = self.launcher.worker

        def started(limits: Limits) -> Worker:
            self._workers.append(start(limits))
            return self._workers[-1]

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(self.launcher, "worker", started)
            yield

    def grade_plain(self, submission: Submission) -> Report:
        """Grade a submission that keeps to the rules, under the limits that all have."""
        return grade(self.exercise, submission, self.launcher, examples=1, shrink=False)

    def grade_honest(self) -> Report:
        """Grade what is right in every point."""
        return self.grade_plain(self._honest)


@pytest.fixture(scope="session")
def grounds() -> Iterator[Grounds]:
    """What lies around the submissions; the environment of the grader holds the secret, too."""
    found = Grounds()
    os.environ["HOSTILE_SECRET"] = found.secret
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(BECOME_SUBREAPER, 1, 0, 0, 0)
    yield found
    del os.environ["HOSTILE_SECRET"]
    found.close()


@pytest.fixture(scope="session")
def judge(request: pytest.FixtureRequest, grounds: Grounds) -> Iterator[Judge]:
    """A judge in the tier that the test names; the test is skipped where there is no such tier."""
    launcher = Launcher(request.param)
    try:
        launcher.wait_until_ready()
        yield Judge(launcher, grounds)
    except GraderError as error:
        if REQUIRED and "closed to others" not in error.what:
            raise
        pytest.skip(error.what)
    finally:
        launcher.close()


def processes_below(pid: int, apart: Set[int] = frozenset()) -> dict[int, str]:
    """The processes that descend from `pid`, but not from those `apart`, and their commands.

    Those that only wait to be reaped are left out.
    """
    children: dict[int, list[int]] = {}
    for name in [entry.name for entry in os.scandir("/proc") if entry.name.isdigit()]:
        with contextlib.suppress(OSError), Path("/proc", name, "stat").open("rb") as file:
            state, parent = file.read().rpartition(b")")[2].split(maxsplit=2)[:2]
            if state != b"Z":
                children.setdefault(int(parent), []).append(int(name))
    found: dict[int, str] = {}
    rest = [pid]
    while rest:
        below = [child for child in children.get(rest.pop(), []) if child not in apart]
        rest += below
        for child in below:
            with contextlib.suppress(OSError):
                found[child] = Path(f"/proc/{child}/cmdline").read_text().replace("\0", " ")
    return found


def _planted() -> Iterator[str]:
    folders = {Path(os.__file__).parent, Path(sysconfig.get_path("purelib")), Path.home()}
    for folder in (*folders, Path(torch.__file__).parent, Path(tempfile.gettempdir())):
        with contextlib.suppress(OSError):  # a home that is not there, or is closed
            yield from [one.path for one in os.scandir(folder) if one.name.startswith(PLANTED)]


def _below(folder: str | Path) -> Iterator[str]:
    """All that lies in a folder, at any depth; `pathlib` would take three times as long."""
    for entry in os.scandir(folder):
        yield entry.path
        if entry.is_dir(follow_symlinks=False):
            yield from _below(entry.path)


def _open_to_all(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o777 if path.is_dir() else 0o666)
