"""The proxy through which checks call a submission as if it lay in their own process."""

from __future__ import annotations

import math
import re
import signal
import time
import warnings
from collections.abc import Callable, Mapping
from functools import cache
from types import CodeType, ModuleType
from typing import Any

import torch

from grader.errors import UnreadableSubmission
from grader.model import Exercise
from grader.sandbox import wire
from grader.sandbox import worker as in_process
from grader.sandbox.call import Call, Observation
from grader.sandbox.connection import Worker, WorkerFull, WorkerGone, WorkerLate
from grader.sandbox.failures import (
    CheckFailed,
    MissingFunction,
    NotWritten,
    StudentRaised,
    StudentStopped,
    WrongValue,
)
from grader.sandbox.launcher import Ending, Launcher
from grader.sandbox.values import Parsed, asked_for, gradient_kept, parse_value
from grader.submission.submission import Submission

CPU_TICK_SECONDS = 1.0  # how early the system may count the limit of processor time as reached
# A function that was stopped this often is not called again: it would eat the others' time.
MAX_STOPS_PER_FUNCTION = 2


class ExerciseFunctions:
    """The functions of an exercise, whoever wrote them: `functions.tanh_derivative(x)`."""

    def __init__(self, exercise: Exercise) -> None:
        self.exercise = exercise

    def __getattr__(self, name: str) -> Callable[..., Parsed]:
        if name.startswith("_") or name not in self.exercise.functions:
            raise AttributeError(f"{self.exercise.name} has no function {name}")

        def call(*arguments: Any, **keywords: Any) -> Parsed:
            return self._accepted(self.observe_call(Call(name, arguments, keywords))).value

        return call

    def observe(
        self, name: str, *arguments: Any, gradient: torch.Tensor | None = None, **keywords: Any
    ) -> Observation:
        """Call `name` and give everything that can be seen of the call.

        Raises:
            CheckFailed: the call gives no acceptable value.
        """
        call = Call(name, arguments, keywords, gradient)
        return self._accepted(self.observe_call(call, arguments_back=True))

    def _accepted(self, observation: Observation) -> Observation:
        if observation.failure is not None:
            raise observation.failure
        return observation

    def observe_call(self, call: Call, *, arguments_back: bool = False) -> Observation:
        """Make the call; a failure is part of the observation, not raised."""
        raise NotImplementedError

    def _observation(self, call: Call, reply: list[Any]) -> Observation:
        raw, arguments, gradient = reply
        failure, value, returns = None, None, self.exercise.functions[call.function]
        try:
            value = parse_value(raw, returns, call.function)
        except WrongValue as wrong:
            failure = wrong
        return Observation(value, arguments, gradient_kept(raw, returns), gradient, failure)


class LocalFunctions(ExerciseFunctions):
    """ExerciseFunctions of our own, the reference or a mistake, called in this process."""

    def __init__(self, exercise: Exercise, module: ModuleType) -> None:
        super().__init__(exercise)
        self.module = module

    def observe_call(self, call: Call, *, arguments_back: bool = False) -> Observation:  # noqa: ARG002
        """Make the call on copies of the arguments; generators advance as in any call."""
        own = call.copy()
        try:
            function = getattr(self.module, call.function)
            with warnings.catch_warnings(action="ignore"):  # a mistake may well be warned about
                value, gradient = in_process.perform(
                    function, own.arguments, own.keywords, call.vjp_of
                )
        except NotImplementedError:
            return Observation(None, None, False, None, NotWritten(call.function))
        except Exception as error:
            raised = StudentRaised(call.function, in_process.kind_of(error), str(error), None)
            return Observation(None, None, False, None, raised)
        for passed, used in zip(call.generators, own.generators, strict=True):
            passed.set_state(used.get_state())
        # Over the wire and back, so that both sides see a value in the same way.
        plain = wire.decode(wire.frame(value)[4:])
        return self._observation(call, [plain, own.arguments, gradient])

    def _accepted(self, observation: Observation) -> Observation:
        if observation.failure is not None:  # in a check this is our fault, not the student's
            raise RuntimeError(f"the reference fails: {observation.failure}")
        return observation


class Student(ExerciseFunctions):
    """The functions of a submission, called in its worker, under the exercise's limits."""

    def __init__(self, exercise: Exercise, submission: Submission, launcher: Launcher) -> None:
        super().__init__(exercise)
        self.submission = submission
        self.calls: list[Call] = []  # those of the present example of a check
        self.limit_hit: str | None = None
        self.not_written: set[str] = set()
        self._launcher = launcher
        self._deadline = math.inf  # set when the first worker stands ready: a cold start is ours
        self._stops: dict[str, list[str]] = {}
        self._worker: Worker | None = None
        self._restarts = 0
        self._printed = bytearray()
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
        back = arguments_back or bool(call.generators)
        request = ["call", call.function, call.arguments, dict(call.keywords), back, call.vjp_of]
        try:
            reply = self._request(request, self.exercise.limits.call_seconds, call.function)
        except CheckFailed as failure:
            return Observation(None, None, False, None, failure)
        if not _is_call_reply(reply, call, back):
            raise self._stop(call.function, f"{call.function} sent something that is no value")
        if back:
            self._advance(call, reply[1])
        return self._observation(call, reply)

    def begin_example(self) -> None:
        """Forget the calls of the example before."""
        self.calls = []

    @property
    def output(self) -> str:
        """What the submission printed so far, at most 64 KiB of it."""
        if self._worker is not None:
            self._worker.drain()
        printed = self._printed + (self._worker.printed if self._worker is not None else b"")
        return bytes(printed[: 64 << 10]).decode("utf-8", "replace")

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
            names = self._request(["load", name, dict(files)], seconds, "the file")
        except StudentStopped:
            self._end_worker()
            raise
        except StudentRaised as raised:
            self._end_worker()
            raise UnreadableSubmission(
                f"{self.submission.path.name} cannot be run: {raised.kind}"
                + raised.message.removeprefix(f"the file raises {raised.kind}"),
                "Run the file with Python to see the same error.",
                line=raised.line,
            ) from None
        except CheckFailed as failure:
            self._end_worker()
            raise UnreadableSubmission(
                f"{self.submission.path.name} cannot be run: {failure}"
            ) from None
        if not isinstance(names, list) or not all(type(item) is str for item in names):
            raise self._stop("the file", "the file sent something that is no list of names")
        defined = frozenset(names) & self.exercise.functions.keys()
        if not defined:
            self._end_worker()
            asked = ", ".join(self.exercise.functions)
            raise UnreadableSubmission(
                f"{self.submission.path.name} defines none of the functions: {asked}.",
                "Keep the names they have in the stub.",
            )
        return defined

    def _request(self, request: list[Any], seconds: float, what: str) -> Any:
        """Send one request and give the reply's value.

        Raises:
            CheckFailed: the submission raised, or returned what cannot travel.
            StudentStopped: it died, was late or broke the protocol.
        """
        worker = self._ready_worker(what)
        start = time.monotonic()
        deadline = min(start + seconds, self._deadline)
        try:
            if worker.has_more():
                raise wire.WireError("bytes that nobody asked for")
            worker.send(wire.frame(request), deadline)
            length = wire.frame_length(worker.receive(4, deadline))
            reply = wire.decode(worker.receive(length, deadline))
            if worker.has_more():
                raise wire.WireError("bytes after the reply")
        except WorkerLate:
            raise self._stop(what, *self._lateness(what, seconds, time.monotonic())) from None
        except WorkerFull:
            raise self._stop(what, f"stopped: {what} wrote more than 64 MiB", True) from None
        except WorkerGone:
            if worker.was_full():
                raise self._stop(what, *self._needs_memory(what)) from None
            raise self._stop(what, *self._end(what, self._launcher.ending(worker))) from None
        except wire.WireError as error:
            raise self._stop(what, f"{what} sent a reply that cannot be read: {error}") from None
        return self._value_of(reply, what)

    def _value_of(self, reply: Any, what: str) -> Any:
        match reply:
            case ["ok", value]:
                return value
            case ["exc", str(kind), str(text), str(trace)] if _is_short(kind, text, trace):
                raise self._raised(what, kind, text, trace)
        raise self._stop(what, f"{what} sent a reply that is none")

    def _raised(self, what: str, kind: str, text: str, trace: str) -> CheckFailed | StudentStopped:
        """What to raise when the submission raised."""
        if what in self.exercise.functions and kind == "NotImplementedError":
            self.not_written.add(what)
            return NotWritten(what)
        if what in self.exercise.functions and kind == "WireError":
            asked = asked_for(self.exercise.functions[what])
            return WrongValue(f"{what} returns {text}; expected {asked}.")
        if kind == "MemoryError" or "can't allocate memory" in text:
            return self._stop(what, *self._needs_memory(what))
        return StudentRaised(what, kind, text, _last_line(trace, self.exercise.name))

    def _ready_worker(self, what: str) -> Worker:
        stops = self._stops.get(what, [])
        if len(stops) >= MAX_STOPS_PER_FUNCTION:
            raise StudentStopped(f"{stops[-1]}; it is not called again", limit=False)
        if time.monotonic() >= self._deadline:
            raise StudentStopped(*self._lateness(what, 0, time.monotonic())[:1], limit=True)
        if self._worker is None:
            if self._restarts >= self.exercise.limits.restarts:
                raise StudentStopped(
                    f"the submission was stopped {self._restarts + 1} times and is not run again",
                    limit=False,
                )
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
            file = self.submission.path.name
            raise StudentStopped(f"{file} loads once, but not again", limit=False) from None

    def _lateness(self, what: str, seconds: float, now: float) -> tuple[str, bool]:
        if now >= self._deadline:
            total = self.exercise.limits.submission_seconds
            return f"stopped: the {total:g} s for the whole submission are used up", True
        place = "while the file was imported" if what == "the file" else f"in {what}"
        return f"stopped after {seconds:g} s {place}", True

    def _needs_memory(self, what: str) -> tuple[str, bool]:
        return f"stopped: {what} needs more than {self.exercise.limits.memory_mib} MiB", True

    def _end(self, what: str, ending: Ending | None) -> tuple[str, bool]:
        """How the worker went, in words, and whether a limit ended it."""
        if ending is None:
            return f"{what} ended the process, or its line to the grader", False
        code, limit = ending.exit_code, self.exercise.limits.cpu_seconds
        if code == -signal.SIGKILL and ending.cpu_seconds >= limit - CPU_TICK_SECONDS:
            return f"stopped: {what} used {limit} s of processor time", True
        if code < 0:
            return f"{what} crashed the process ({_signal_name(-code)})", False
        return f"{what} ended the process with exit code {code}", False

    def _stop(self, what: str, message: str, limit: bool = False) -> StudentStopped:
        """Kill the worker and give what to raise."""
        self._stops.setdefault(what, []).append(message)
        if limit:
            self.limit_hit = self.limit_hit or message
        self._end_worker()
        return StudentStopped(message, limit=limit)

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


def _is_call_reply(reply: Any, call: Call, arguments_back: bool) -> bool:
    """Whether the worker answered a call in the form it is asked for; a forged one need not."""
    if not isinstance(reply, list) or len(reply) != 3:
        return False
    _, arguments, gradient = reply
    if arguments_back and not _has_types(arguments, call.arguments):
        return False
    if call.vjp_of is None:
        return True
    return (
        isinstance(gradient, tuple)
        and len(gradient) == len(call.arguments)
        and all(item is None or isinstance(item, torch.Tensor) for item in gradient)
    )


def _has_types(arguments: Any, sent: tuple[Any, ...]) -> bool:
    if not isinstance(arguments, tuple) or len(arguments) != len(sent):
        return False
    return all(
        isinstance(back, type(item))
        for back, item in zip(arguments, sent, strict=True)
        if isinstance(item, (torch.Tensor, torch.Generator))
    )


def _is_short(kind: str, text: str, trace: str) -> bool:
    """Whether the texts of an exception are as short as the worker keeps them."""
    return (
        len(kind) <= in_process.MAX_KIND_CHARACTERS
        and len(text) <= in_process.MAX_MESSAGE_CHARACTERS
        and len(trace) <= in_process.MAX_TRACEBACK_CHARACTERS
    )


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _last_line(trace: str, name: str) -> int | None:
    lines = re.findall(rf'File "{re.escape(name)}\.py", line (\d{{1,7}})', trace)
    return int(lines[-1]) if lines else None


def load_module(name: str, sources: Mapping[str, str]) -> ModuleType:
    """Run sources of our own, one on top of the other, as one module.

    `sources` maps the name to show in a traceback to the text.
    """
    module = ModuleType(name)
    for file_name, source in sources.items():
        exec(_compiled(source, file_name), module.__dict__)
    return module


@cache  # the reference stands under every mistake
def _compiled(source: str, file_name: str) -> CodeType:
    return compile(source, file_name, "exec", dont_inherit=True)
