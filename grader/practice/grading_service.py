"""A process that grades for a notebook, and goes on waiting: the second time is quick.

Nothing of grading happens in the notebook's own process, the kernel. Its random numbers, threads
and warnings stay as they are; and what the student patched there, on purpose or not, does not
reach the grader. The kernel sends what it wants graded as a line of JSON and gets one back.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING

import msgspec
from msgspec import Struct

from grader.errors import BrokenEnvironment, GraderError, UnreadableSubmission
from grader.model import Report, SubmissionFacts
from grader.sandbox.processes.isolated import apart
from grader.submission.notebook_program import Piece

if TYPE_CHECKING:
    from grader.course.sealing import Key

PACKAGE_PARENT = Path(__file__).resolve().parents[2]
END_SECONDS = 5.0
_START = """
import sys
if sys.argv[1] not in sys.path:
    sys.path.insert(0, sys.argv[1])
from grader.practice.grading_service import serve
serve()
"""


class Request(Struct, frozen=True):
    """The file to grade, and how.

    Attributes:
        folder: where the files lie that the code may import.
        path: what messages call the place where the pieces come from.
    """

    root: str
    exercise: str
    folder: str
    path: str
    pieces: tuple[Piece, ...]


class Reply(Struct, frozen=True):
    """The report, or else a sentence on why there is none and one on what to do."""

    report: Report | None = None
    what: str = ""
    remedy: str = ""


class Service:
    """The kernel's end. The process is started when it is first needed, and again if it ended."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._errors: IO[bytes] | None = None

    def grade(self, request: Request) -> Reply:
        """Have a request graded.

        Raises:
            BrokenEnvironment: the process cannot be started, or ends without a reply.
        """
        was_running = self._process is not None
        try:
            return self._asked(request)
        except BrokenEnvironment:
            self.close()
            if not was_running:
                raise
            return self.grade(request)  # it may have ended long ago, for reasons of its own
        except BaseException:  # a KeyboardInterrupt leaves a reply behind that nobody waits for
            self.close()
            raise

    def close(self) -> None:
        """End the process, and with it its workers."""
        process, self._process = self._process, None
        if process is None:
            return
        assert process.stdin is not None
        assert process.stdout is not None
        with contextlib.suppress(OSError):
            process.stdin.close()
        try:
            process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()
        if self._errors is not None:
            self._errors.close()

    def _asked(self, request: Request) -> Reply:
        process = self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(msgspec.json.encode(request) + b"\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except OSError:  # it ended, and takes no more
            line = b""
        if not line:
            raise BrokenEnvironment(
                f"The process that grades ended: {self._last_words()}", "Run: grade doctor"
            )
        return msgspec.json.decode(line, type=Reply)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is not None:
            self.close()
        if self._process is None:
            self._errors = tempfile.TemporaryFile()  # noqa: SIM115 (lives as long as the process)
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-c", _START, str(PACKAGE_PARENT)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                cwd=tempfile.gettempdir(),
                env=os.environ | {"OMP_NUM_THREADS": "1"},
                **apart(),  # an interrupt of the kernel is not for it
            )
        return self._process

    def _last_words(self) -> str:
        if self._errors is None:
            return "nothing is known"
        self._errors.seek(0)
        lines = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1][:500] if lines else "without a word"


def serve() -> None:
    """Reply to requests on standard input until it ends. What is printed goes nowhere."""
    from grader.course.given_keys import take_keys
    from grader.grading.torch_runtime import import_torch
    from grader.sandbox.launcher import Launcher

    line = os.fdopen(os.dup(1), "wb")
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)
    keys = take_keys(os.environ)
    with Launcher() as launcher:  # first, so that both processes import torch at the same time
        for request in sys.stdin.buffer:
            try:
                if "torch" not in sys.modules:
                    import_torch()
                reply = _reply(msgspec.json.decode(request, type=Request), launcher, keys)
            except GraderError as error:
                reply = Reply(None, error.what, error.remedy)
            line.write(msgspec.json.encode(reply) + b"\n")
            line.flush()
            launcher.prepare()


def _reply(request: Request, launcher: object, keys: Sequence[Key]) -> Reply:
    from grader.course.course import Course, load_exercise
    from grader.course.hidden_files import unsealed
    from grader.grading.deadline import job_deadline
    from grader.grading.grade import grade
    from grader.report.build import unreadable_report
    from grader.sandbox.launcher import Launcher
    from grader.submission.student_files import Files, read_siblings
    from grader.submission.submission import from_pieces

    assert isinstance(launcher, Launcher)
    exercise = unsealed(load_exercise(Course(Path(request.root)), request.exercise), keys)
    path = Path(request.path)
    code = "\n".join(piece.source for piece in request.pieces).encode()
    files = Files(code, read_siblings(Path(request.folder, path.name)))
    try:
        submission = from_pieces(request.pieces, path, exercise, files)
    except UnreadableSubmission as error:
        facts = SubmissionFacts(request.path, None)
        return Reply(unreadable_report(exercise, facts, error, seed=0))
    with job_deadline(exercise.limits, request.path):
        return Reply(grade(exercise, submission, launcher))
