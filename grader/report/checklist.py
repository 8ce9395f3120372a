"""The list of checks as a student reads it: a line each, and below a failed one what it found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from grader.model import CheckResult
from grader.report.console import Console
from grader.report.details import findings, is_brief, passage
from grader.report.layout import cells, one_line, wrap
from grader.report.wording import NOT_WRITTEN, is_withheld

TITLE_INDENT = 8
POINTS_WIDTH = 3
DETAIL_INDENT = 10
LABELS = {"passed": "ok", "failed": "FAIL", "skipped": "skip", "broken": "??"}
STYLES = {"ok": "good", "FAIL": "bad", "skip": "wait", "??": "bad", "wait": "quiet"}
BROKEN = "This check itself is at fault, not your code."


def checklist(checks: Sequence[CheckResult], console: Console) -> Iterator[str]:
    """All checks with what they found; hidden ones that run on submission share one line."""
    unmet = {check.id for check in checks if check.outcome != "passed"}
    listed = [check for check in checks if not is_withheld(check)]
    for position, check in enumerate(listed):
        yield from _entry(check, listed[:position], unmet, console)
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


def _entry(
    check: CheckResult, earlier: Sequence[CheckResult], unmet: set[str], console: Console
) -> Iterator[str]:
    label = LABELS[check.outcome]
    remark = _remark(check, earlier, unmet)
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
    if check.outcome != "passed" and check.message:
        yield from passage(check.message, width, console)


def _remark(check: CheckResult, earlier: Sequence[CheckResult], unmet: set[str]) -> str:
    """What is said in brackets on the line itself, instead of details below it."""
    needs = [need.replace("_", " ") for need in check.needs if need in unmet]
    if check.outcome == "skipped" and needs:
        return _unwritten(check) or f"needs: {', '.join(needs)}"
    if check.outcome == "passed":
        return ""
    told = check.message or check.call or check.mistake
    if told and earlier and _same(check, earlier[-1]):
        return "same as above"
    if not (told or check.location) and (check.outcome, check.visibility) == ("failed", "hidden"):
        return "a hidden check"
    return ""


def _unwritten(check: CheckResult) -> str:
    """The message, where it says that a needed function is not written yet."""
    message = check.message or ""
    return message if message.endswith(NOT_WRITTEN) else ""


def _same(one: CheckResult, other: CheckResult) -> bool:
    return (one.outcome, one.message, one.call, one.mistake) == (
        other.outcome,
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
