"""The one exit of reports: redacted to a feedback level, which every format insists on."""

from __future__ import annotations

from msgspec import UNSET
from msgspec.structs import asdict, replace

from grader.model import CheckResult, Feedback, RedactedReport, Report


def redact(report: Report, level: Feedback) -> RedactedReport:
    """The report as its reader may see it.

    `full` leaves out what is for the instructor alone: the system calls that were refused. `advice`
    leaves out what would give hidden checks away: the seed, their inputs, values and messages, the
    lines where exceptions are raised, all times, and everything the submission printed, for it sees
    the inputs. `outcome` leaves out known mistakes and explanations, too.
    """
    whole = replace(for_instructor(report), refused_calls=UNSET)
    if level == "full":
        return whole
    return replace(
        whole,
        grader=replace(report.grader, seed=None),
        seconds=0.0,
        checks=tuple(_redacted(check, level) for check in report.checks),
        output=None,
        explanations=report.explanations if level == "advice" else (),
    )


def for_instructor(report: Report) -> RedactedReport:
    """The report with nothing left out; no student sees it."""
    return RedactedReport(**asdict(report))


def _redacted(check: CheckResult, level: Feedback) -> CheckResult:
    check = replace(check, seconds=0.0, mistake=check.mistake if level == "advice" else None)
    if check.visibility == "visible":
        return check
    # A submission may choose by its inputs in which line it raises an exception.
    place = check.location if check.call is None else None
    return replace(
        check, message=None, call=None, expected=None, actual=None, comparison=None, location=place
    )
