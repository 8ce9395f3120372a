"""The list of checks as a student reads it: a line each, and below a failed one what it found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from grader.model import CheckResult
from grader.report.console import Console
from grader.report.details import findings, is_brief, passage
from grader.report.layout import cells, one_line, wrap
from grader.report.wording import is_withheld, told

TITLE_INDENT = 8
POINTS_WIDTH = 3
DETAIL_INDENT = 10
LABELS = {"passed": "ok", "failed": "FAIL", "skipped": "skip", "broken": "??"}
STYLES = {"ok": "good", "FAIL": "bad", "skip": "wait", "??": "bad", "wait": "quiet"}
BROKEN = "This check itself is at fault, not your code."


def checklist(checks: Sequence[CheckResult], console: Console) -> Iterator[str]:
    """All checks with what they found; hidden ones that run on submission share one line."""
    listed = [check for check in checks if not is_withheld(check)]
    for position, check in enumerate(listed):
        yield from _entry(check, listed[:position], console)
    yield from _withheld(checks, console)


def waiting(checks: Sequence[CheckResult], console: Console) -> Iterator[str]:
    """The checks of functions that are not written yet: their titles and points alone."""
    for check in checks:
        if not is_withheld(check):
            yield from _line("wait", _title(check), _points(check), console)
    yield from _withheld(checks, console)


def is_shortened(checks: Sequence[CheckResult]) -> bool:
    """Whether a list that is not verbose leaves out something that a verbose one shows."""
    return any(
        is_brief(check, checks[:position]) and not _same(check, checks[position - 1])
        for position, check in enumerate(checks)
    )


def _entry(check: CheckResult, earlier: Sequence[CheckResult], console: Console) -> Iterator[str]:
    label = "wait" if check.reason in ("not_written", "needs") else LABELS[check.outcome]
    remark = _remark(check, earlier)
    yield from _line(label, _title(check), _points(check), console, remark)
    if remark:
        return
    width = console.columns - DETAIL_INDENT
    if check.outcome == "failed":
        details = findings(check, earlier, width, console)
    else:
        details = _reason(check, width, console)
    yield from (" " * DETAIL_INDENT + detail for detail in details)


def _reason(check: CheckResult, width: int, console: Console) -> Iterator[str]:
    """Why a check has neither passed nor failed."""
    if check.outcome == "broken":
        yield from wrap(BROKEN, width)
    if check.outcome != "passed" and told(check):
        yield from passage(told(check), width, console)


def _remark(check: CheckResult, earlier: Sequence[CheckResult]) -> str:
    """What is said in brackets on the line itself, instead of details below it."""
    if check.outcome == "passed":
        return ""
    if check.reason in ("needs", "not_written"):
        return told(check)
    found = told(check) or check.call or check.mistake
    if found and earlier and _same(check, earlier[-1]):
        return "same as above"
    if not (found or check.location) and (check.outcome, check.visibility) == ("failed", "hidden"):
        return "a hidden check"
    return ""


def _same(one: CheckResult, other: CheckResult) -> bool:
    return (one.outcome, one.reason, one.message, one.call, one.mistake) == (
        other.outcome,
        other.reason,
        other.message,
        other.call,
        other.mistake,
    )


def _withheld(checks: Sequence[CheckResult], console: Console) -> Iterator[str]:
    withheld = [check for check in checks if is_withheld(check)]
    if withheld:
        checks_run = "check runs" if len(withheld) == 1 else "checks run"
        points = sum(check.max_points for check in withheld)
        text = f"{len(withheld)} hidden {checks_run} on submission"
        yield from _line("skip", text, f"-/{points}", console)


def _title(check: CheckResult) -> str:
    return one_line(check.title).removesuffix(".") or check.id.replace("_", " ")


def _points(check: CheckResult) -> str:
    if not check.max_points:
        return ""
    earned = "?" if check.outcome == "broken" else check.points
    return f"{earned}/{check.max_points}"


def _line(label: str, title: str, points: str, console: Console, remark: str = "") -> Iterator[str]:
    """Label, title, remark and points; the remark goes below where it does not fit beside."""
    width = console.columns - TITLE_INDENT - 2 - max(len(points), POINTS_WIDTH)
    first, *rest = wrap(title, width)
    beside = f"({remark})" if remark else ""
    below = ""
    if rest or cells(first) + 2 + cells(beside) > width:
        beside, below = "", remark
    if beside or points:
        first += " " * (width - cells(first) - cells(beside))
    sign = "  " + console.paint(label, STYLES[label]) + " " * (TITLE_INDENT - 2 - len(label))
    tail = f"  {points:>{POINTS_WIDTH}}" if points else ""
    yield sign + first + console.paint(beside, "quiet") + tail
    yield from (" " * TITLE_INDENT + line for line in rest)
    if below:
        for line in wrap(below, console.columns - DETAIL_INDENT):
            yield " " * DETAIL_INDENT + console.paint(line, "quiet")
