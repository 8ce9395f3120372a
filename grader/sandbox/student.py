"""The proxy through which checks call a submission as if it lay in their own process."""

from __future__ import annotations

import math
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Self

import torch

from grader.errors import UnreadableSubmission
from grader.model import Exercise, Reason
from grader.report import wording
from grader.sandbox import wire
from grader.sandbox.call import Call, Observation
from grader.sandbox.exercise_functions import ExerciseFunctions
from grader.sandbox.failures import (
    CheckFailed,
    MissingFunction,
    NotWritten,
    StudentRaised,
    StudentStopped,
    WrongValue,
)
from grader.sandbox.launcher import Launcher
from grader.sandbox.processes.remote import RemoteWorker, WorkerFull, WorkerGone, WorkerLate
from grader.sandbox.reply_forms import is_call_reply, is_short, last_line, own_kind, signal_name
from grader.sandbox.reply_log import Asked, ReplyLog
from grader.submission.submission import Submission

CPU_TICK_SECONDS = 1.0  # how early the system may count the limit of processor time as reached
# A function that was stopped this often is not called again: it would eat the others' time.
MAX_STOPS_PER_FUNCTION = 2
KILLED = getattr(signal, "SIGKILL", 9)  # Windows has no signals
NO_MEMORY = "can't allocate memory"  # what torch says where Python would raise a MemoryError


class Student(ExerciseFunctions):
    """The functions of a submission, called in its worker, under the exercise's limits."""

    def __init__(self, exercise: Exercise, submission: Submission, launcher: Launcher) -> None:
        super().__init__(exercise)
        self.submission = submission
        self.calls: list[Call] = []  # those of the present example of a check
        self.limit_hit = False
        self._unwritten: set[str] = set()  # functions that have raised NotImplementedError
        self._written: set[str] = set()  # functions that have done something else at a call
        self._launcher = launcher
        self._deadline = math.inf  # set when the first worker stands ready: a cold start is ours
        self._stops: dict[str | None, list[StudentStopped]] = {}
        self._worker: RemoteWorker | None = None
        self._restarts = 0
        self._printed = bytearray()
        self._log: ReplyLog | None = None
        self._defined = self._load()

    def observe_call(self, call: Call, *, arguments_back: bool = False) -> Observation:
        """Make the call in the worker.

        Raises:
            StudentStopped: the worker died or was stopped; the next call gets a fresh one.
        """
        self.calls.append(call.copy())
        if call.function not in self._defined:
            missing = MissingFunction(call.function, self.submission.path.name)
            return Observation(None, None, False, None, missing)
        asked = self._asked(call, arguments_back or bool(call.generators))
        with self._noting_stop(asked):
            known = self._log.answer(asked.frame) if self._log is not None else None
            payload = known if known is not None else self._sent(asked)
            observation = self._observed(asked, payload)
        if self._log is not None:
            self._log.note(asked, payload, observation)
        if asked.arguments_back and observation.arguments is not None:
            self._advance(call, observation.arguments)
        return observation

    def ask(self, asked: Asked) -> bytes:
        """The reply, not read yet, to a request that was made of another submission.

        It is `heard`, or `passed_over` where it is known that it gives a value.

        Raises:
            StudentStopped: the worker died or was stopped.
        """
        with self._noting_stop(asked):
            return self._sent(asked)

    def heard(self, asked: Asked, payload: bytes) -> Observation:
        """The call as its reply shows it, noted in the log.

        Raises:
            StudentStopped: it is none.
            LogFull: the log takes no more.
        """
        with self._noting_stop(asked):
            observation = self._observed(asked, payload)
        if self._log is not None:
            self._log.note(asked, payload, observation)
        return observation

    def passed_over(self, asked: Asked, payload: bytes) -> None:
        """Note a reply that another submission gave as well, to the byte, and that was a value.

        Raises:
            LogFull: the log takes no more.
        """
        self._written.add(asked.function)
        if self._log is not None:
            self._log.note(asked, payload)

    def parameters_of(self, function: str) -> tuple[str, ...]:
        """The names of the positional parameters of a function, as the submission calls them."""
        return self.submission.parameters_of(function)

    def _all_printed(self) -> bytearray:
        if self._worker is not None:
            self._worker.drain()
        return self._printed + (self._worker.printed if self._worker is not None else b"")

    @property
    def not_written(self) -> frozenset[str]:
        """The functions that raised NotImplementedError at every call."""
        return frozenset(self._unwritten - self._written)

    def defines(self, function: str) -> bool:
        """True if the submission has a function of that name."""
        return function in self._defined

    @contextmanager
    def aside(self) -> Iterator[None]:
        """A part that is not the submission's: no limit is hit, nothing is printed.

        A submission that fails or is stopped ends it, silently.
        """
        is_at_limit, whole, calls = self.limit_hit, self._all_printed(), self.calls
        worker, earlier = self._worker, self._printed
        printed = bytes(worker.printed) if worker is not None else b""
        self.calls = []
        try:
            with suppress(CheckFailed, StudentStopped):
                yield
        finally:
            self._all_printed()
            if worker is not None and self._worker is worker:
                worker.printed[:] = printed
                self._printed = earlier
            else:
                self._printed = whole
                if self._worker is not None:
                    self._worker.printed.clear()
            self.limit_hit, self.calls = is_at_limit, calls

    @contextmanager
    def logged(self) -> Iterator[ReplyLog]:
        """A log of the replies in here, from which they can be heard again; it may be open already.

        It tells when it is full.
        """
        outer = self._log
        log = self._log = outer or ReplyLog()
        log.is_strict = True
        try:
            yield log
        finally:
            self._log, log.is_strict = outer, False

    def keep_log(self, log: ReplyLog | None) -> None:
        """Note the replies from now on, or no longer."""
        self._log = log

    def request(self, request: list[Any], seconds: float, function: str) -> Any:
        """Ask the worker for something about a function, and give the reply's value, unparsed.

        Raises:
            CheckFailed: the submission raised, or returned what cannot travel.
            StudentStopped: it died, was late or broke the protocol.
        """
        return self._request(request, seconds, function)

    def refuse_reply(self, function: str) -> StudentStopped:
        """End the worker after a reply in a form that was not asked for, and give what to raise."""
        return self._stop(function, wording.unreadable_reply(function), "crash")

    def begin_example(self) -> None:
        """Forget the calls of the example before."""
        self.calls = []

    @property
    def output(self) -> str:
        """The text that the submission printed so far, at most 64 KiB of it."""
        return bytes(self._all_printed()[: 64 << 10]).decode("utf-8", "replace")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the worker."""
        self._end_worker()

    # ------------------------------------------------------------------------ the worker

    def _load(self) -> frozenset[str]:
        """Run the submission in a fresh worker; give the names of the functions it defines.

        Raises:
            UnreadableSubmission: it cannot be run, or defines none of the functions.
            StudentStopped: it does not end in time, or ends the process.
        """
        self._worker = self._launcher.worker(self.exercise.limits)
        if self._deadline == math.inf:
            self._deadline = time.monotonic() + self.exercise.limits.submission_seconds
        name, files = self.exercise.name, self.submission.files
        seconds = self.exercise.limits.import_seconds
        try:
            names = self._request(["load", name, dict(files)], seconds, None)
        except StudentStopped:
            self._end_worker()
            raise
        except StudentRaised as raised:
            self._end_worker()
            raise UnreadableSubmission(
                wording.cannot_run(self.submission.path.name, raised.kind, raised.text),
                "Run the file with Python to see the same error.",
                line=raised.line,
            ) from None
        except CheckFailed as failure:
            self._end_worker()
            raise UnreadableSubmission(
                f"{self.submission.path.name} cannot be run: {failure}"
            ) from None
        if not isinstance(names, list) or not all(type(item) is str for item in names):
            raise self._stop(None, wording.unreadable_reply(None), "crash")
        defined = frozenset(names) & self.exercise.functions.keys()
        if not defined:
            self._end_worker()
            asked = ", ".join(self.exercise.functions)
            raise UnreadableSubmission(
                f"{self.submission.path.name} defines none of the functions: {asked}.",
                "Keep the names they have in the stub.",
            )
        return defined

    def _request(self, request: list[Any], seconds: float, function: str | None) -> Any:
        """Send one request, about a function or the whole file, and give the reply's value.

        Raises:
            CheckFailed: the submission raised, or returned what cannot travel.
            StudentStopped: it died, was late or broke the protocol.
        """
        frame = self._framed(request, function)
        payload = self._reply(self._ready_worker(function), frame, seconds, function)
        return self._value_of(payload, function)

    def _framed(self, request: list[Any], function: str | None) -> bytes:
        try:
            return wire.frame(request)
        except wire.WireError as error:
            raise self._unreadable(function, error) from None

    def _asked(self, call: Call, arguments_back: bool) -> Asked:
        """The call, ready to be sent."""
        request = [
            "call", call.function, call.arguments, dict(call.keywords), arguments_back, call.vjp_of
        ]  # fmt: skip
        frame = self._framed(request, call.function)
        kinds = tuple(map(own_kind, call.arguments))
        return Asked(frame, call.function, kinds, arguments_back, call.vjp_of is not None)

    def _sent(self, asked: Asked) -> bytes:
        """The payload of the reply to a call."""
        seconds = self.exercise.limits.call_seconds
        worker = self._ready_worker(asked.function)
        return self._reply(worker, asked.frame, seconds, asked.function)

    def _observed(self, asked: Asked, payload: bytes) -> Observation:
        """The call as it is seen from its reply."""
        try:
            reply = self._value_of(payload, asked.function)
        except NotWritten as failure:
            return Observation(None, None, False, None, failure)
        except CheckFailed as failure:
            self._written.add(asked.function)
            return Observation(None, None, False, None, failure)
        self._written.add(asked.function)
        if not is_call_reply(reply, asked):
            raise self._stop(asked.function, wording.unreadable_reply(asked.function), "crash")
        return self._observation(asked.function, reply)

    @contextmanager
    def _noting_stop(self, asked: Asked) -> Iterator[None]:
        """Let the log know when the submission is stopped in here."""
        try:
            yield
        except StudentStopped as stopped:
            if self._log is not None:
                self._log.end(asked.frame, stopped)
            raise

    def _reply(
        self, worker: RemoteWorker, frame: bytes, seconds: float, function: str | None
    ) -> bytes:
        """Send a frame, and give the payload that comes back.

        Raises:
            StudentStopped: the submission died, was late or broke the protocol.
        """
        start = time.monotonic()
        deadline = min(start + seconds, self._deadline)
        try:
            if worker.has_more():
                raise wire.WireError("bytes that nobody asked for")
            worker.send(frame, deadline)
            length = wire.frame_length(worker.receive(4, deadline))
            payload = worker.receive(length, deadline)
            if worker.has_more():
                raise wire.WireError("bytes after the reply")
        except WorkerLate:
            late = self._lateness(function, seconds, time.monotonic())
            raise self._stop(function, late, "time", limit=True) from None
        except WorkerFull:
            full = wording.wrote_too_much(function)
            raise self._stop(function, full, "memory", limit=True) from None
        except WorkerGone:
            raise self._gone(function, worker) from None
        except wire.WireError as error:
            raise self._unreadable(function, error) from None
        return bytes(payload)

    def _unreadable(self, function: str | None, error: wire.WireError) -> StudentStopped:
        return self._stop(function, wording.unreadable_reply(function, str(error)), "crash")

    def _value_of(self, payload: bytes, function: str | None) -> Any:
        try:
            reply = wire.decode(payload)
        except wire.WireError as error:
            raise self._unreadable(function, error) from None
        match reply:
            case ["ok", value]:
                return value
            case ["exc", str(kind), str(text), str(trace)] if is_short(kind, text, trace):
                raise self._raised(function, kind, text, trace)
        raise self._stop(function, wording.unreadable_reply(function), "crash")

    def _raised(
        self, function: str | None, kind: str, text: str, trace: str
    ) -> CheckFailed | StudentStopped:
        """The failure to raise when the submission raised."""
        line = last_line(trace, self.exercise.name)
        if function is not None and kind == "NotImplementedError":
            self._unwritten.add(function)
            return NotWritten(function, text, line)
        if function is not None and kind == "WireError":
            asked = wording.asked_for(self.exercise.functions[function])
            return WrongValue(function, None, text, asked)
        if kind == "MemoryError" or NO_MEMORY in text:
            return self._needs_memory(function)
        return StudentRaised(function, kind, text, line)

    def _ready_worker(self, function: str | None) -> RemoteWorker:
        stops = self._stops.get(function, [])
        if len(stops) >= MAX_STOPS_PER_FUNCTION:
            raise StudentStopped(wording.not_again(stops[-1].message), stops[-1].reason)
        if time.monotonic() >= self._deadline:
            late = self._lateness(function, 0, time.monotonic())
            raise StudentStopped(late, "time", limit=True)
        if self._worker is None:
            if self._restarts >= self.exercise.limits.restarts:
                raise StudentStopped(wording.not_run_again(self._restarts + 1), "crash")
            self._restarts += 1
            self._load_again()
        assert self._worker is not None
        return self._worker

    def _load_again(self) -> None:
        """Run the submission in a new worker; it has been loaded before.

        Raises:
            StudentStopped: it cannot be loaded a second time.
        """
        try:
            self._load()
        except UnreadableSubmission:
            once = wording.loads_once(self.submission.path.name)
            raise StudentStopped(once, "crash") from None

    def _lateness(self, function: str | None, seconds: float, now: float) -> str:
        if now >= self._deadline:
            return wording.submission_late(self.exercise.limits.submission_seconds)
        return wording.stopped_late(function, seconds)

    def _needs_memory(self, function: str | None) -> StudentStopped:
        needs = wording.needs_memory(function, self.exercise.limits.memory_mib)
        return self._stop(function, needs, "memory", limit=True)

    def _gone(self, function: str | None, worker: RemoteWorker) -> StudentStopped:
        """The failure to raise when the worker has ended by itself."""
        if worker.was_full():
            return self._needs_memory(function)
        ending, seconds = self._launcher.ending(worker), self.exercise.limits.cpu_seconds
        if ending is None:
            return self._stop(function, wording.ended(function, None), "crash")
        code = ending.exit_code
        if code == -KILLED and ending.cpu_seconds >= seconds - CPU_TICK_SECONDS:
            used = wording.used_processor(function, seconds)
            return self._stop(function, used, "time", limit=True)
        if code < 0:
            return self._stop(function, wording.crashed(function, signal_name(-code)), "crash")
        return self._stop(function, wording.ended(function, code), "crash")

    def _stop(
        self, function: str | None, message: str, reason: Reason, *, limit: bool = False
    ) -> StudentStopped:
        """Kill the worker and give what to raise."""
        stopped = StudentStopped(message, reason, limit=limit)
        self._stops.setdefault(function, []).append(stopped)
        self.limit_hit = self.limit_hit or limit
        self._end_worker()
        return stopped

    def _end_worker(self) -> None:
        if self._worker is not None:
            self._worker.kill()
            self._printed += self._worker.printed
            self._worker = None

    def _advance(self, call: Call, arguments: tuple[Any, ...]) -> None:
        """Bring the caller's generators to where the submission left them."""
        for passed, used in zip(call.arguments, arguments, strict=True):
            if isinstance(passed, torch.Generator):
                passed.set_state(used.get_state())
