"""Findings as they are kept: without what a submission says in an exception of its own."""

from __future__ import annotations

import hashlib
import math
import os
import pickle
from typing import Any, NamedTuple

from grader.checks.check_run import CheckRun
from grader.checks.example_copies import as_bytes, from_bytes
from grader.model import Outcome, Reason
from grader.sandbox import wire
from grader.sandbox.call import Call, Observation
from grader.sandbox.failures import CheckFailed, NotWritten, StudentRaised
from grader.sandbox.reply_log import Said

OWN = ("message", "text", "line")  # of an exception that the submission raised
ROUNDING = 1e-6  # libraries may add up in another order where memory lies otherwise
_SECRET = os.urandom(32)  # nobody can look for two replies of one digest


class Finding(NamedTuple):
    """A run of a check, without what differs where the same is replied.

    Attributes:
        raised: the number of the reply that is the exception the check ended with, if one is.
        failure: the failure; of such an exception, what the check added to it.
        calls: those of the example that failed.
    """

    outcome: Outcome
    reason: Reason | None
    raised: int | None
    failure: bytes | None
    calls: bytes

    @property
    def size(self) -> int:
        """The bytes that it takes."""
        return len(self.failure or b"") + len(self.calls)


def digest(*parts: bytes) -> bytes:
    """A short name of some bytes."""
    whole = hashlib.blake2b(digest_size=16, key=_SECRET)
    for part in parts:
        whole.update(len(part).to_bytes(8, "little"))
        whole.update(part)
    return whole.digest()


def observation_digest(observation: Observation, *, with_texts: bool = False) -> bytes | None:
    """A short name of all that a check can see of a call; None where it has none.

    Of an exception only its kind counts, unless `with_texts`.
    """
    value, arguments, kept, gradient, failure = observation
    said = None if failure is None else _said(failure, with_texts)
    try:
        return digest(wire.frame([value, arguments, kept, gradient, said]))
    except wire.WireError:
        return None


def _said(failure: CheckFailed, with_texts: bool) -> list[str]:
    name = type(failure).__name__
    if not isinstance(failure, (StudentRaised, NotWritten)):
        return [name, failure.message, str(failure.line), str(vars(failure).get("member"))]
    kind = failure.kind if isinstance(failure, StudentRaised) else ""
    return [name, kind, failure.text, str(failure.line)] if with_texts else [name, kind]


def finding_of(run: CheckRun, said: list[Said]) -> Finding | None:
    """A run as it is kept; None where it holds more than follows from what was said."""
    calls = as_bytes({"calls": run.calls})
    if calls is None:
        return None
    if run.failure is None:
        passed = Finding(run.outcome, run.reason, None, None, calls)
        return passed if run.outcome == "passed" else None
    is_own = isinstance(run.failure, (StudentRaised, NotWritten))
    raised = next((n for n, one in enumerate(said) if one.failure is run.failure), None)
    if raised is None if is_own else run.failure.line is not None:
        return None  # the line or the words of an exception, elsewhere than in itself
    facts = {name: fact for name, fact in vars(run.failure).items() if not (is_own and name in OWN)}
    content = None if is_own else (type(run.failure), run.failure.args)
    failure = pickle.dumps((content, facts))
    return Finding(run.outcome, run.reason, raised if is_own else None, failure, calls)


def run_of(finding: Finding, said: list[Said], seconds: float) -> CheckRun:
    """The run of a check that ended so, after what was said to it now."""
    failure: CheckFailed | None = None
    if finding.failure is not None:
        content, facts = pickle.loads(finding.failure)  # bytes that this process has made
        failure = said[finding.raised].failure if finding.raised is not None else _made(*content)
        assert failure is not None
        vars(failure).update(facts)
    calls: tuple[Call, ...] = from_bytes(finding.calls)["calls"]
    message = failure.message if failure is not None else None
    return CheckRun(finding.outcome, finding.reason, message, failure, calls, seconds)


def _made(kind: type[CheckFailed], arguments: tuple[Any, ...]) -> CheckFailed:
    return kind.__new__(kind, *arguments)


def is_same(run: CheckRun, other: CheckRun) -> bool:
    """True if two runs found the same, in whatever time and up to the rounding of our own."""
    return _facts(run) == _facts(other) and _is_close(_compared(run), _compared(other))


def _facts(run: CheckRun) -> tuple[Any, ...]:
    calls = [[one.function, one.arguments, dict(one.keywords), one.vjp_of] for one in run.calls]
    failure = run.failure
    told = None
    if failure is not None:
        words = failure.message if failure.comparison is None else ""  # else they tell its numbers
        told = type(failure), failure.of, failure.law, failure.aspect, failure.line, words
    return run.outcome, run.reason, told, wire.frame(calls)


def _compared(run: CheckRun) -> Any:
    comparison = run.failure.comparison if run.failure is not None else None
    return comparison and [getattr(comparison, name) for name in comparison.__struct_fields__]


def _is_close(one: Any, other: Any) -> bool:
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(map(_is_close, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=ROUNDING, abs_tol=ROUNDING)
    return bool(one == other)
