"""What a class did, in a few lines for its instructor."""

from __future__ import annotations

from collections import Counter

from grader.model import Report

MOST_FREQUENT = 5  # mistakes that are named for each exercise


class Summary:
    """Counts reports as they come; of each it keeps numbers only, so a class may be large."""

    def __init__(self) -> None:
        self.graded = 0
        self.faults = 0  # submissions that could not be graded, and it was not their fault
        self._exercises: dict[str, _Tally] = {}

    def add(self, report: Report) -> None:
        """Count one more report."""
        self.graded += 1
        self.faults += report.status == "error"
        tally = self._exercises.setdefault(report.exercise, _Tally(report))
        tally.add(report)

    def as_text(self) -> str:
        """How many passed each exercise, with how many points, and what went wrong; in lines."""
        tallies = self._exercises
        return "".join(f"{name}  {tallies[name].as_text()}" for name in sorted(tallies))


class _Tally:
    def __init__(self, first: Report) -> None:
        self._title = first.title
        self._max_points = first.max_points
        self._reports = self._passed = self._faults = self._points = 0
        self._mistakes: Counter[str] = Counter()

    def add(self, report: Report) -> None:
        self._reports += 1
        self._passed += report.status == "passed"
        self._faults += report.status == "error"
        self._points += report.points
        # A mistake counts once for a submission, however many checks it fails.
        self._mistakes.update({check.mistake.id for check in report.checks if check.mistake})

    def as_text(self) -> str:
        mean = self._points / self._reports
        text = (
            f"{self._title}: {self._passed} of {self._reports} passed, "
            f"on average {mean:.1f} of {self._max_points} points\n"
        )
        if self._mistakes:
            ranked = sorted(self._mistakes.items(), key=lambda item: (-item[1], item[0]))
            named = ", ".join(f"{mistake} ({count})" for mistake, count in ranked[:MOST_FREQUENT])
            text += f"    most frequent mistakes: {named}\n"
        if self._faults:
            text += f"    not graded, by a fault of the grader: {self._faults}. Please report it.\n"
        return text
