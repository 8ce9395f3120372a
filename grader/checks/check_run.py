"""The outcome of one check, and of one that has to wait."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from grader.model import Outcome, Reason
from grader.report import wording
from grader.sandbox.call import Call
from grader.sandbox.failures import CheckFailed


class CheckRun(Struct, frozen=True):
    """The outcome of running one check."""

    outcome: Outcome
    reason: Reason | None = None
    message: str | None = None
    failure: CheckFailed | None = None
    calls: tuple[Call, ...] = ()  # of the example that failed
    seconds: float = 0.0


def waiting(unmet: Sequence[CheckRun], titles: Sequence[str]) -> CheckRun:
    """The run of a check that waits for what is not written, or is wrong; `titles` name it."""
    unwritten = next((run for run in unmet if run.reason == "not_written"), None)
    if unwritten is not None:
        failure = unwritten.failure
        return CheckRun("skipped", "not_written", unwritten.message, failure, unwritten.calls)
    return CheckRun("skipped", "needs", wording.needs(titles))
