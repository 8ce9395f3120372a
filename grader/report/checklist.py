"""The list of checks as a student reads it: one line for all that fail for the same reason."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence

from grader.model import CheckResult, Explanation
from grader.report.console import Console
from grader.report.details import findings, passage, place
from grader.report.layout import cells, one_line, wrap
from grader.report.reasons import Group, grouped, number_of
from grader.report.wording import is_withheld, told

TITLE_INDENT = 8
POINTS_WIDTH = 3
DETAIL_INDENT = 10
REASON_LINES = 2
LABELS = {"passed": "ok", "failed": "FAIL", "skipped": "skip", "broken": "??"}
STYLES = {"ok": "good", "FAIL": "bad", "skip": "wait", "??": "bad", "wait": "wait"}
BROKEN = "This check itself is at fault, not your code."
ORDER = ("failed", "broken", "skipped", "passed")


def checklist(
    checks: Sequence[CheckResult],
    explanations: Sequence[Explanation],
    console: Console,
    shown: CheckResult | None = None,
) -> Iterator[str]:
    """The failed checks, then those that wait; checks that pass, and those that run on submission,
    share one line each.

    `shown` is the check whose call is shown apart, so that its line need not tell what it found.
    """
    listed = [check for check in checks if not is_withheld(check)]
    if console.verbose:
        yield from _whole(listed, explanations, console)
    else:
        groups = grouped(listed, explanations)
        waiting_for = [group for group in groups if _waits(group.first)]
        for group in sorted(groups, key=_place):
            if len(waiting_for) == 1 or group not in waiting_for:
                yield from _entry(group, groups, len(explanations), console, shown)
            elif group is waiting_for[0]:
                yield from _all_waiting(waiting_for, console)
    yield from _withheld(checks, console)


def waiting(checks: Sequence[CheckResult], console: Console) -> Iterator[str]:
    """The checks of functions that are not written yet: their titles and points alone."""
    for check in checks:
        if not is_withheld(check):
            yield from _line("wait", _title(check), _points(check), console)
    yield from _withheld(checks, console)


def _place(group: Group) -> tuple[int, int]:
    """By outcome; those that fail in the order of the reasons above, then those without one."""
    return ORDER.index(group.first.outcome), group.number or sys.maxsize


def _waits(check: CheckResult) -> bool:
    return check.outcome == "skipped" and check.reason == "needs"


def _all_waiting(groups: Sequence[Group], console: Console) -> Iterator[str]:
    """One line for checks that wait for several others: which, is seen with --verbose."""
    checks = tuple(check for group in groups for check in group.checks)
    title = f"{len(checks)} checks wait for those that fail"
    yield from _line("wait", title, _worth(Group(checks)), console)


def _entry(
    group: Group,
    groups: Sequence[Group],
    explained: int,
    console: Console,
    shown: CheckResult | None,
) -> Iterator[str]:
    """The line of a group; below it the reason, where no explanation above gives it."""
    first = group.first
    if first.outcome == "passed":
        text = "1 check passes" if len(group.checks) == 1 else f"{len(group.checks)} checks pass"
        yield from _line("ok", text, f"{group.points}/{group.max_points}", console)
        return
    title = _numbered(group, explained)
    yield from _line(_label(first), title, _worth(group), console, _remark(group, groups))
    details: Iterable[str] = ()
    width = console.columns - DETAIL_INDENT
    if group.number is None and first.outcome in ("failed", "broken"):
        details = _found(first, width, console, is_shown=first is shown)
    elif first.reason == "raised" and first is not shown:  # the reason above has no words of it
        details = passage(told(first), width, console, REASON_LINES)
    yield from (" " * DETAIL_INDENT + line for line in details)


def _remark(group: Group, groups: Sequence[Group] = ()) -> str:
    """The remark in brackets: how many checks share the reason, and what is waited for."""
    first = group.first
    more = f"and {len(group.checks) - 1} more" if len(group.checks) > 1 else ""
    if first.outcome == "skipped":
        reason = told(first).removesuffix(".")
        if _waits(first):
            reason = _shorter(first, groups) or reason
        each = "each " if more and _waits(first) else ""
        return f"{more}; {each}{reason}" if more else reason
    if first.outcome == "failed" and group.number is None and not _is_told(first):
        return "a hidden check" if first.visibility == "hidden" else ""
    return more


def _shorter(check: CheckResult, groups: Sequence[Group]) -> str:
    """What it waits for, where that can be said without titles; they are seen with --verbose."""
    if not groups:
        return ""
    failed = [group.first.id for group in groups if group.first.outcome == "failed"]
    passed = {one.id for group in groups for one in group.checks if group.first.outcome == "passed"}
    unmet = [need for need in check.needs if need not in passed]
    if len(unmet) > 1:
        return "waits for those that fail"
    return "waits for the check above" if failed == unmet else ""


def _is_told(check: CheckResult) -> bool:
    return bool(told(check) or check.call or check.location)


def _found(check: CheckResult, width: int, console: Console, *, is_shown: bool) -> Iterator[str]:
    """The reason of a check that has no explanation, in few lines."""
    if check.outcome == "broken":
        yield from wrap(BROKEN, width)
    if is_shown:
        return
    if told(check):
        yield from passage(told(check), width, console, REASON_LINES)
    if check.location:
        yield place(check.location)


def _whole(
    checks: Sequence[CheckResult], explanations: Sequence[Explanation], console: Console
) -> Iterator[str]:
    """Every check with all that it found."""
    width = console.columns - DETAIL_INDENT
    for check in checks:
        group = Group((check,), number_of(check, explanations))
        title = _numbered(group, len(explanations))
        yield from _line(_label(check), title, _worth(group), console, _remark(group))
        details: Iterator[str] = iter(())
        if check.outcome == "failed":
            details = findings(check, width, console, with_advice=group.number is None)
        elif check.outcome == "broken":
            details = _found(check, width, console, is_shown=False)
        yield from (" " * DETAIL_INDENT + line for line in details)


def _label(check: CheckResult) -> str:
    return "wait" if check.reason in ("not_written", "needs") else LABELS[check.outcome]


def _withheld(checks: Sequence[CheckResult], console: Console) -> Iterator[str]:
    withheld = [check for check in checks if is_withheld(check)]
    if withheld:
        checks_run = "check runs" if len(withheld) == 1 else "checks run"
        points = sum(check.max_points for check in withheld)
        text = f"{len(withheld)} hidden {checks_run} on submission"
        yield from _line("skip", text, f"-/{points}", console)


def _title(check: CheckResult) -> str:
    return one_line(check.title).removesuffix(".") or check.id.replace("_", " ")


def _numbered(group: Group, explained: int) -> str:
    """The title behind the number of its reason, where there are several."""
    number = f"{group.number}. " if group.number is not None and explained > 1 else ""
    return number + _title(group.first)


def _points(check: CheckResult) -> str:
    return _worth(Group((check,)))


def _worth(group: Group) -> str:
    if not group.max_points:
        return ""
    earned = "?" if group.first.outcome == "broken" else group.points
    return f"{earned}/{group.max_points}"


def _line(label: str, title: str, points: str, console: Console, remark: str = "") -> Iterator[str]:
    """Label, title, remark and points; the remark goes below where it does not fit beside."""
    width = console.columns - TITLE_INDENT - 2 - max(len(points), POINTS_WIDTH)
    first, *rest = wrap(title, width)
    beside = f"({remark})" if remark else ""
    below = ""
    if rest and beside and cells(rest[-1]) + 2 + cells(beside) <= width:
        rest[-1] += f"  {beside}"
        beside = ""
    elif rest or cells(first) + 2 + cells(beside) > width:
        beside, below = "", remark
    if beside or points:
        first += " " * (width - cells(first) - cells(beside))
    sign = "  " + console.paint(label, STYLES[label]) + " " * (TITLE_INDENT - 2 - len(label))
    tail = f"  {points:>{POINTS_WIDTH}}" if points else ""
    yield sign + first + beside + tail
    yield from (" " * TITLE_INDENT + line for line in rest)
    if below:
        for line in wrap(below, console.columns - DETAIL_INDENT):
            yield " " * DETAIL_INDENT + line
