"""The proxy through which checks call a submission as if it lay in their own process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Self

import torch

from grader.model import Exercise
from grader.sandbox.call import Call, Observation
from grader.sandbox.exercise_functions import ExerciseFunctions
from grader.sandbox.failures import CheckFailed, MissingFunction, NotWritten, StudentStopped
from grader.sandbox.launcher import Launcher
from grader.sandbox.reply_forms import is_call_reply, own_kind
from grader.sandbox.reply_log import Asked, ReplyLog
from grader.sandbox.worker_session import WorkerSession
from grader.submission.submission import Submission


class Student(ExerciseFunctions):
    """The functions of a submission, called in its worker, under the exercise's limits."""

    def __init__(self, exercise: Exercise, submission: Submission, launcher: Launcher) -> None:
        """Load the submission.

        Raises:
            UnreadableSubmission: it cannot be run, or defines none of the functions.
            StudentStopped: it does not end in time, or ends the process.
        """
        super().__init__(exercise)
        self.submission = submission
        self.calls: list[Call] = []  # those of the present example of a check
        self._unwritten: set[str] = set()  # functions that have raised NotImplementedError
        self._written: set[str] = set()  # functions that have done something else at a call
        self._log: ReplyLog | None = None
        self._session = WorkerSession(exercise, submission, launcher)

    def observe_call(self, call: Call, *, arguments_back: bool = False) -> Observation:
        """Make the call in the worker.

        Raises:
            StudentStopped: the worker died or was stopped; the next call gets a fresh one.
        """
        self.calls.append(call.copy())
        if not self.defines(call.function):
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
            _advance(call, observation.arguments)
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

    @property
    def not_written(self) -> frozenset[str]:
        """The functions that raised NotImplementedError at every call."""
        return frozenset(self._unwritten - self._written)

    @property
    def limit_hit(self) -> bool:
        """True if a limit has stopped the submission."""
        return self._session.limit_hit

    @property
    def output(self) -> str:
        """The text that the submission printed so far, at most 64 KiB of it."""
        return bytes(self._session.printed()[: 64 << 10]).decode("utf-8", "replace")

    def defines(self, function: str) -> bool:
        """True if the submission has a function of that name."""
        return function in self._session.defined

    @contextmanager
    def aside(self) -> Iterator[None]:
        """A part that is not the submission's: no limit is hit, nothing is printed.

        A submission that fails or is stopped ends it, silently.
        """
        calls, self.calls = self.calls, []
        try:
            with self._session.aside(), suppress(CheckFailed, StudentStopped):
                yield
        finally:
            self.calls = calls

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
        return self._session.request(request, seconds, function)

    def refuse_reply(self, function: str) -> StudentStopped:
        """End the worker after a reply in a form that was not asked for, and give what to raise."""
        return self._session.unreadable(function)

    def begin_example(self) -> None:
        """Forget the calls of the example before."""
        self.calls = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the worker."""
        self._session.close()

    def _asked(self, call: Call, arguments_back: bool) -> Asked:
        """The call, ready to be sent."""
        request = [
            "call", call.function, call.arguments, dict(call.keywords), arguments_back, call.vjp_of
        ]  # fmt: skip
        frame = self._session.framed(request, call.function)
        kinds = tuple(map(own_kind, call.arguments))
        return Asked(frame, call.function, kinds, arguments_back, call.vjp_of is not None)

    def _sent(self, asked: Asked) -> bytes:
        """The payload of the reply to a call."""
        seconds = self.exercise.limits.call_seconds
        return self._session.reply(asked.frame, seconds, asked.function)

    def _observed(self, asked: Asked, payload: bytes) -> Observation:
        """The call as it is seen from its reply."""
        try:
            reply = self._session.value_of(payload, asked.function)
        except NotWritten as failure:
            self._unwritten.add(asked.function)
            return Observation(None, None, False, None, failure)
        except CheckFailed as failure:
            self._written.add(asked.function)
            return Observation(None, None, False, None, failure)
        self._written.add(asked.function)
        if not is_call_reply(reply, asked):
            raise self.refuse_reply(asked.function)
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


def _advance(call: Call, arguments: tuple[Any, ...]) -> None:
    """Bring the caller's generators to where the submission left them."""
    for passed, used in zip(call.arguments, arguments, strict=True):
        if isinstance(passed, torch.Generator):
            passed.set_state(used.get_state())
