"""The stops of a submission: for each limit, and each ending, the exception with its reason."""

from __future__ import annotations

import signal

from grader.model import Limits
from grader.report import wording
from grader.sandbox.failures import StudentStopped
from grader.sandbox.processes.remote import Ending

CPU_TICK_SECONDS = 1.0  # how early the system may count the limit of processor time as reached
KILLED = getattr(signal, "SIGKILL", 9)  # Windows has no signals


def late(function: str | None, seconds: float) -> StudentStopped:
    """The stop of a submission whose reply did not come within the seconds."""
    return StudentStopped(wording.stopped_late(function, seconds), "time", limit=True)


def late_in_all(limits: Limits) -> StudentStopped:
    """The stop of a submission that used up the time for all of its requests."""
    return StudentStopped(wording.submission_late(limits.submission_seconds), "time", limit=True)


def needs_memory(function: str | None, limits: Limits) -> StudentStopped:
    """The stop of a submission that needs more memory than it may have."""
    needs = wording.needs_memory(function, limits.memory_mib)
    return StudentStopped(needs, "memory", limit=True)


def wrote_too_much(function: str | None) -> StudentStopped:
    """The stop of a submission that wrote more into files than it may."""
    return StudentStopped(wording.wrote_too_much(function), "memory", limit=True)


def unreadable(function: str | None, why: str) -> StudentStopped:
    """The stop of a submission that broke the protocol."""
    return StudentStopped(wording.unreadable_reply(function, why), "crash")


def ended(function: str | None, ending: Ending | None, limits: Limits) -> StudentStopped:
    """The stop of a submission whose process ended by itself, in whatever way."""
    if ending is None:
        return StudentStopped(wording.ended(function, None), "crash")
    code, seconds = ending.exit_code, limits.cpu_seconds
    if code == -KILLED and ending.cpu_seconds >= seconds - CPU_TICK_SECONDS:
        return StudentStopped(wording.used_processor(function, seconds), "time", limit=True)
    if code < 0:
        return StudentStopped(wording.crashed(function, _signal_name(-code)), "crash")
    return StudentStopped(wording.ended(function, code), "crash")


def _signal_name(number: int) -> str:
    """The name of a signal, such as SIGSEGV."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
