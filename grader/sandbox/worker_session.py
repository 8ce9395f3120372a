"""A submission in its worker: requests, their replies, and a fresh worker after each stop."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from grader.errors import UnreadableSubmission
from grader.model import Exercise
from grader.report import wording
from grader.sandbox import stops, wire
from grader.sandbox.failures import (
    CheckFailed,
    NotWritten,
    StudentRaised,
    StudentStopped,
    WrongValue,
)
from grader.sandbox.launcher import Launcher
from grader.sandbox.processes.remote import RemoteWorker, WorkerFull, WorkerGone, WorkerLate
from grader.sandbox.reply_forms import is_short, last_line
from grader.submission.submission import Submission

# A function that was stopped this often is not called again: it would eat the others' time.
MAX_STOPS_PER_FUNCTION = 2
NO_MEMORY = "can't allocate memory"  # what torch says where Python would raise a MemoryError


class WorkerSession:
    """A submission, loaded into one worker after the other, under the exercise's limits.

    Of each request a function is named that it is about, or None where it is the whole file.

    Attributes:
        worker: the present one; None after a stop, until the next request.
        limit_hit: whether a limit has stopped the submission.
        defined: the exercise's functions that the submission defines.
    """

    def __init__(self, exercise: Exercise, submission: Submission, launcher: Launcher) -> None:
        self.worker: RemoteWorker | None = None
        self.limit_hit = False
        self._exercise = exercise
        self._submission = submission
        self._launcher = launcher
        self._deadline = math.inf  # set when the first worker stands ready: a cold start is ours
        self._stops: dict[str | None, list[StudentStopped]] = {}
        self._restarts = 0
        self._printed = bytearray()
        self.defined = self._load()

    def request(self, request: list[Any], seconds: float, function: str | None) -> Any:
        """Send one request, and give the reply's value, unparsed.

        Raises:
            CheckFailed: the submission raised, or returned what cannot travel.
            StudentStopped: it died, was late or broke the protocol.
        """
        payload = self.reply(self.framed(request, function), seconds, function)
        return self.value_of(payload, function)

    def framed(self, request: list[Any], function: str | None) -> bytes:
        """A request, ready to be sent."""
        try:
            return wire.frame(request)
        except wire.WireError as error:
            raise self.unreadable(function, str(error)) from None

    def reply(self, frame: bytes, seconds: float, function: str | None) -> bytes:
        """Send a frame, and give the payload that comes back.

        Raises:
            StudentStopped: the submission died, was late or broke the protocol.
        """
        worker, limits = self._ready_worker(function), self._exercise.limits
        try:
            return _exchanged(worker, frame, min(time.monotonic() + seconds, self._deadline))
        except WorkerLate:
            over = time.monotonic() >= self._deadline
            stopped = stops.late_in_all(limits) if over else stops.late(function, seconds)
        except WorkerFull:
            stopped = stops.wrote_too_much(function)
        except WorkerGone:
            if worker.was_full():
                stopped = stops.needs_memory(function, limits)
            else:
                stopped = stops.ended(function, self._launcher.ending(worker), limits)
        except wire.WireError as error:
            stopped = stops.unreadable(function, str(error))
        raise self._stop(function, stopped)

    def value_of(self, payload: bytes, function: str | None) -> Any:
        """The value that a reply tells.

        Raises:
            CheckFailed: it tells an exception.
            StudentStopped: it is none.
        """
        try:
            reply = wire.decode(payload)
        except wire.WireError as error:
            raise self.unreadable(function, str(error)) from None
        match reply:
            case ["ok", value]:
                return value
            case ["exc", str(kind), str(text), str(trace)] if is_short(kind, text, trace):
                raise self._raised(function, kind, text, trace)
        raise self.unreadable(function)

    def unreadable(self, function: str | None, why: str = "") -> StudentStopped:
        """End the worker after a reply in a form that was not asked for, and give what to raise."""
        return self._stop(function, stops.unreadable(function, why))

    def printed(self) -> bytearray:
        """What the submission printed so far, in all workers."""
        if self.worker is None:
            return self._printed
        self.worker.drain()
        return self._printed + self.worker.printed

    @contextmanager
    def aside(self) -> Iterator[None]:
        """A part that is not the submission's: no limit is hit, nothing is printed."""
        is_at_limit, whole = self.limit_hit, self.printed()
        worker, earlier = self.worker, self._printed
        printed = bytes(worker.printed) if worker is not None else b""
        try:
            yield
        finally:
            self.printed()
            if worker is not None and self.worker is worker:
                worker.printed[:] = printed
                self._printed = earlier
            else:
                self._printed = whole
                if self.worker is not None:
                    self.worker.printed.clear()
            self.limit_hit = is_at_limit

    def close(self) -> None:
        """End the worker; keep what was printed."""
        if self.worker is not None:
            self.worker.kill()
            self._printed += self.worker.printed
            self.worker = None

    def _load(self) -> frozenset[str]:
        """Run the submission in a fresh worker; give the names of the functions it defines.

        Raises:
            UnreadableSubmission: it cannot be run, or defines none of the functions.
            StudentStopped: it does not end in time, or ends the process.
        """
        self.worker = self._launcher.worker(self._exercise.limits)
        if self._deadline == math.inf:
            self._deadline = time.monotonic() + self._exercise.limits.submission_seconds
        try:
            return self._functions_defined()
        except (StudentStopped, UnreadableSubmission):
            self.close()
            raise

    def _functions_defined(self) -> frozenset[str]:
        request = ["load", self._exercise.name, dict(self._submission.files)]
        file = self._submission.path.name
        try:
            names = self.request(request, self._exercise.limits.import_seconds, None)
        except StudentRaised as raised:
            raise UnreadableSubmission(
                wording.cannot_run(file, raised.kind, raised.text),
                "Run the file with Python to see the same error.",
                line=raised.line,
            ) from None
        except CheckFailed as failure:
            raise UnreadableSubmission(f"{file} cannot be run: {failure}") from None
        if not isinstance(names, list) or not all(type(item) is str for item in names):
            raise self.unreadable(None)
        defined = frozenset(names) & self._exercise.functions.keys()
        if not defined:
            raise UnreadableSubmission(
                f"{file} defines none of the functions: {', '.join(self._exercise.functions)}.",
                "Keep the names they have in the stub.",
            )
        return defined

    def _ready_worker(self, function: str | None) -> RemoteWorker:
        earlier = self._stops.get(function, [])
        if len(earlier) >= MAX_STOPS_PER_FUNCTION:
            raise StudentStopped(wording.not_again(earlier[-1].message), earlier[-1].reason)
        if time.monotonic() >= self._deadline:
            raise stops.late_in_all(self._exercise.limits)
        if self.worker is None:
            if self._restarts >= self._exercise.limits.restarts:
                raise StudentStopped(wording.not_run_again(self._restarts + 1), "crash")
            self._restarts += 1
            self._load_again()
        assert self.worker is not None
        return self.worker

    def _load_again(self) -> None:
        """Run the submission in a new worker; it has been loaded before.

        Raises:
            StudentStopped: it cannot be loaded a second time.
        """
        try:
            self._load()
        except UnreadableSubmission:
            once = wording.loads_once(self._submission.path.name)
            raise StudentStopped(once, "crash") from None

    def _raised(
        self, function: str | None, kind: str, text: str, trace: str
    ) -> CheckFailed | StudentStopped:
        """The failure to raise when the submission raised."""
        line = last_line(trace, self._exercise.name)
        if function is not None and kind == "NotImplementedError":
            return NotWritten(function, text, line)
        if function is not None and kind == "WireError":
            asked = wording.asked_for(self._exercise.functions[function])
            return WrongValue(function, None, text, asked)
        if kind == "MemoryError" or NO_MEMORY in text:
            return self._stop(function, stops.needs_memory(function, self._exercise.limits))
        return StudentRaised(function, kind, text, line)

    def _stop(self, function: str | None, stopped: StudentStopped) -> StudentStopped:
        """Kill the worker and give what to raise."""
        self._stops.setdefault(function, []).append(stopped)
        self.limit_hit = self.limit_hit or stopped.limit
        self.close()
        return stopped


def _exchanged(worker: RemoteWorker, frame: bytes, deadline: float) -> bytes:
    """The payload that comes back for a frame.

    Raises:
        WorkerGone, WorkerLate, WorkerFull, WireError: it was not just that, in time.
    """
    if worker.has_more():
        raise wire.WireError("bytes that nobody asked for")
    worker.send(frame, deadline)
    length = wire.frame_length(worker.receive(4, deadline))
    payload = worker.receive(length, deadline)
    if worker.has_more():
        raise wire.WireError("bytes after the reply")
    return bytes(payload)
