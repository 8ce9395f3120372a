"""A class's results for its instructor: each exercise, each check, and what to look at."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator

from grader.batch.intake.entries import Entry
from grader.model import CheckResult, Report
from grader.report.layout import one_line
from grader.report.sanitize import clean
from grader.report.wording import tried

MOST_FREQUENT = 5  # mistakes that are named for each exercise
SLOWEST = 3
MOST_REFUSED = 3  # submissions that are named with the system calls they were refused
SLOW_SECONDS = 1.0  # below, nobody needs to know
MOST_LOOKED_AT = 20  # lines of what needs a human eye; all of it is in grades.csv
REASONS = {
    "error": "could not be graded, by a fault of the grader; please report it",
    "limit": "hit a limit, also when graded alone",
    "unloadable": "cannot be loaded",
}


class Summary:
    """Counts reports as they come; of each it keeps numbers only, so a class may be large."""

    def __init__(self) -> None:
        self.graded = 0
        self.faults = 0  # submissions that could not be graded, and it was not their fault
        self._exercises: dict[str, _Tally] = {}
        self._slowest: list[tuple[float, str]] = []
        self._looked_at: list[str] = []
        self._refused: list[tuple[int, str]] = []

    def add(self, entry: Entry, report: Report) -> None:
        """Count one more report."""
        self.graded += 1
        self.faults += report.status == "error"
        tally = self._exercises.setdefault(report.exercise, _Tally(report))
        tally.add(report)
        name = f"{one_line(clean(entry.student))}  {report.exercise}"
        self._slowest = heapq.nlargest(SLOWEST, [*self._slowest, (report.seconds, name)])
        if report.refused_calls:
            calls = sum(report.refused_calls.values())
            self._refused.append((calls, f"{name} ({tried(report.refused_calls)})"))
        if report.status in REASONS:
            self._looked_at.append(f"{name}: {_reason(report)}")
        elif entry.note:
            self._looked_at.append(f"{name}: {one_line(clean(entry.note))}")

    def as_text(self, complaints: Iterable[str] = ()) -> str:
        """Lines on what passed, what went wrong, and what needs a human eye."""
        tallies = self._exercises
        text = "".join(f"{name}  {tallies[name].as_text()}" for name in sorted(tallies))
        slow = [item for item in self._slowest if item[0] >= SLOW_SECONDS]
        if slow:
            named = "; ".join(f"{name} ({seconds:.1f} s)" for seconds, name in slow)
            text += f"Slowest: {named}\n"
        text += self._refused_as_text()
        return text + "".join(_looked_at_as_lines([*complaints, *sorted(self._looked_at)]))

    def _refused_as_text(self) -> str:
        named = [name for _, name in heapq.nlargest(MOST_REFUSED, self._refused)]
        if len(self._refused) > MOST_REFUSED:
            named.append(f"and {len(self._refused) - MOST_REFUSED} more, see the class report")
        return f"Refused system calls: {'; '.join(named)}\n" if named else ""


class _Tally:
    """The numbers of one exercise."""

    def __init__(self, first: Report) -> None:
        self._title = first.title
        self._max_points = first.max_points
        self._checks = {check.id: check.title for check in first.checks}
        self._reports = self._passed = self._points = 0
        self._passed_checks: Counter[str] = Counter()
        self._mistakes: Counter[str] = Counter()

    def add(self, report: Report) -> None:
        self._reports += 1
        self._passed += report.status == "passed"
        self._points += report.points
        self._passed_checks.update(map(_id, filter(_has_passed, report.checks)))
        # A mistake counts once for a submission, however many checks it fails.
        self._mistakes.update({check.mistake.id for check in report.checks if check.mistake})

    def as_text(self) -> str:
        mean = self._points / self._reports
        text = (
            f"{self._title}: {self._passed} of {self._reports} passed, "
            f"on average {mean:.1f} of {self._max_points} points\n"
        )
        width = len(str(self._reports))
        for check, title in self._checks.items():
            passed = f"{self._passed_checks[check]:>{width}} of {self._reports}"
            text += f"    {passed}  {title.removesuffix('.')}\n"
        if self._mistakes:
            ranked = sorted(self._mistakes.items(), key=lambda item: (-item[1], item[0]))
            named = ", ".join(f"{mistake} ({count})" for mistake, count in ranked[:MOST_FREQUENT])
            text += f"    most frequent mistakes: {named}\n"
        return text


def _id(check: CheckResult) -> str:
    return check.id


def _has_passed(check: CheckResult) -> bool:
    return check.outcome == "passed"


def _reason(report: Report) -> str:
    reason = REASONS[report.status]
    message = next((check.message for check in report.checks if check.message), None)
    if report.status == "unloadable" and message:
        return f"{reason}: {one_line(clean(message))}"
    return reason


def _looked_at_as_lines(lines: list[str]) -> Iterator[str]:
    if lines:
        yield "Needs a human eye:\n"
        yield from (f"    {line}\n" for line in lines[:MOST_LOOKED_AT])
    if len(lines) > MOST_LOOKED_AT:
        yield f"    and {len(lines) - MOST_LOOKED_AT} more; see the column status of grades.csv\n"
