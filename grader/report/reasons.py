"""The explanation of each failed check, and the checks that share one line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from grader.model import CheckResult, Explanation, Report

TOGETHER = {2: "Two mistakes together give these values:"}
SEVERAL = "Several mistakes together give these values:"
_QUESTION_END = re.compile(r"(?<=\?) ")


class Group(Struct, frozen=True):
    """Checks that have the same outcome for the same reason.

    Attributes:
        number: which explanation the reason is, counted from 1; None where there is none.
    """

    checks: tuple[CheckResult, ...]
    number: int | None = None

    @property
    def first(self) -> CheckResult:
        """The check that stands for all of them."""
        return self.checks[0]

    @property
    def points(self) -> int:
        """The points that the checks earned."""
        return sum(check.points for check in self.checks)

    @property
    def max_points(self) -> int:
        """The maximum points of the checks."""
        return sum(check.max_points for check in self.checks)


def explanations_of(report: Report) -> tuple[Explanation, ...]:
    """The explanations, each once; of a report that has none, the mistakes that it recognised."""
    if report.explanations:
        return report.explanations
    recognised: dict[str, list[CheckResult]] = {}
    for check in report.checks:
        if check.mistake is not None:
            recognised.setdefault(check.mistake.id, []).append(check)
    return tuple(_of_mistake(checks) for checks in recognised.values())


def _of_mistake(checks: Sequence[CheckResult]) -> Explanation:
    first = checks[0]
    assert first.mistake is not None
    return Explanation(
        function="",
        of=None,
        kind="mistake",
        mistakes=(first.mistake.id,),
        text=first.mistake.advice,
        location=first.location,
        checks=tuple(check.id for check in checks),
    )


def texts_of(explanation: Explanation) -> tuple[str, ...]:
    """The text, one piece for each mistake where several explain the same values together.

    The advice of a mistake ends with its one question; where the pieces do not come out, the text
    stays whole.
    """
    whole = " ".join(explanation.text.split())
    pieces = tuple(_QUESTION_END.split(whole))
    return pieces if 1 < len(explanation.mistakes) == len(pieces) else (whole,)


def together(explanation: Explanation) -> str:
    """The sentence above the texts of several mistakes."""
    return TOGETHER.get(len(explanation.mistakes), SEVERAL)


def failed_through(explanation: Explanation, checks: Sequence[CheckResult]) -> int:
    """The number of checks that fail because of it."""
    return sum(check.id in explanation.checks and check.outcome == "failed" for check in checks)


def grouped(
    checks: Sequence[CheckResult], explanations: Sequence[Explanation]
) -> tuple[Group, ...]:
    """The checks by outcome and reason, in the order of the first check of each."""
    found: dict[object, list[CheckResult]] = {}
    numbers: dict[object, int | None] = {}
    for check in checks:
        number = number_of(check, explanations)
        key = number if number is not None else _own_reason(check)
        numbers[key] = number
        found.setdefault(key, []).append(check)
    return tuple(Group(tuple(group), numbers[key]) for key, group in found.items())


def number_of(check: CheckResult, explanations: Sequence[Explanation]) -> int | None:
    """The first explanation, counted from 1, of why a check fails."""
    if check.outcome != "failed":
        return None
    for number, explanation in enumerate(explanations, start=1):
        if check.id in explanation.checks:
            return number
    return None


def _own_reason(check: CheckResult) -> tuple[object, ...]:
    """The key by which checks without an explanation share one line."""
    if check.outcome == "passed":
        return ("passed",)
    if check.reason is not None and check.message is not None and check.comparison is None:
        return check.outcome, check.reason, check.message
    return (check.id,)


def counterexample(
    checks: Sequence[CheckResult], explanations: Sequence[Explanation]
) -> CheckResult | None:
    """The failed check that shows what is wrong: one of the first explanation, if any."""
    failed = [check for check in checks if check.outcome == "failed"]
    shown = [check for check in failed if check.call or check.comparison]
    first = [check for check in shown if number_of(check, explanations) == 1]
    return next(iter(first or shown), None)
