"""Reports as grading makes them, without grading."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from grader.model import (
    REPORT_SCHEMA,
    CheckResult,
    Comparison,
    GraderFacts,
    Location,
    RecognisedMistake,
    RedactedReport,
    Report,
    SubmissionFacts,
)

FILE = "exercises/exercise03/exercise03.py"
CHECKS = (
    ("worked_numbers", "The worked numbers of the lesson come out.", 2, "visible"),
    ("falls_with_fan_in", "The standard deviation falls as 1/sqrt(fan_in).", 2, "visible"),
    ("gains", "The gain of the nonlinearity multiplies the standard deviation.", 2, "hidden"),
    ("keeps_spread", "Pre-activations keep their spread for every fan_in.", 3, "hidden"),
    ("unknown_name", "An unknown nonlinearity raises ValueError.", 0, "hidden"),
    ("by_hand", "The weights are drawn by hand.", 1, "hidden"),
)
GAIN = RecognisedMistake(
    "tanh_gain_1",
    "It looks as if the gain is missing: 1/sqrt(fan_in) alone.\n"
    "What does tanh do to the spread of its input?",
)


def make_check(name: str = "gains", outcome: str = "passed", **fields: Any) -> CheckResult:
    title, points, visibility = {row[0]: row[1:] for row in CHECKS}[name]
    facts = {
        "id": name,
        "title": title,
        "outcome": outcome,
        "points": points if outcome == "passed" else 0,
        "max_points": points,
        "visibility": visibility,
        "seconds": 0.0125,
    }
    return CheckResult(**(facts | fields))


def make_report(status: str = "failed", *changed: CheckResult, **fields: Any) -> RedactedReport:
    """A report of all checks, passed but for those that are given."""
    given = {check.id: check for check in changed}
    checks = tuple(given.get(row[0]) or make_check(row[0]) for row in CHECKS)
    facts = {
        "schema": REPORT_SCHEMA,
        "grader": GraderFacts("0.1.0", "3.11.7", "2.13.0", 0, "cpu", "process", False),
        "exercise": "exercise03",
        "title": "Kaiming scaling",
        "submission": SubmissionFacts(FILE, "0" * 64),
        "status": status,
        "points": sum(check.points for check in checks),
        "max_points": 10,
        "seconds": 1.74,
        "checks": checks,
        "output": "",
    }
    return RedactedReport(**(facts | fields))


def skipped(message: str, *names: str, **fields: Any) -> tuple[CheckResult, ...]:
    """The named checks, or all, skipped for one reason."""
    return tuple(
        make_check(name, "skipped", message=message, **fields)
        for name in names or [row[0] for row in CHECKS]
    )


def _failed() -> Report:
    return make_report(
        "failed",
        make_check(
            "gains",
            "failed",
            message="standard deviation: expected 0.8333, got 0.5",
            call="kaiming_std(fan_in=4, nonlinearity='tanh')",
            expected="0.8333",
            actual="0.5",
            comparison=Comparison("standard deviation", None, 5 / 6, 0.5, 1e-6),
            mistake=GAIN,
            location=Location(FILE, 24),
        ),
        make_check(
            "keeps_spread",
            "failed",
            message="pre-activations[0, 1]: expected -0.25, got -0.15",
            call="kaiming_normal(fan_in=2, fan_out=2, nonlinearity='tanh', "
            "generator=torch.Generator().manual_seed(1))",
            expected="[[1.5, -0.25], [0.125, 1]]",
            actual="[[0.9, -0.15], [0.075, 0.6]]",
            comparison=Comparison(
                "pre-activations",
                (0, 1),
                ((1.5, -0.25), (0.125, 1.0)),
                ((0.9, -0.15), (0.075, 0.6)),
                1e-9,
            ),
            mistake=GAIN,
            location=Location(FILE, 31),
        ),
        make_check(
            "unknown_name",
            "skipped",
            reason="needs",
            message="waits for 'The gain of the nonlinearity multiplies the standard deviation'",
            needs=("worked_numbers", "gains"),
        ),
        output="".join(f"draw {number}: shape (2, 2)\n" for number in range(1, 31)),
    )


def _not_started() -> Report:
    unwritten = {"falls_with_fan_in": "kaiming_std", "gains": "kaiming_std"}
    return make_report(
        "not_started",
        *(
            make_check(
                name,
                "skipped",
                reason="not_written",
                message=f"{unwritten.get(name, 'kaiming_normal')} is not written yet",
            )
            for name in ("falls_with_fan_in", "gains", "keeps_spread")
        ),
        *skipped(
            "kaiming_std is not written yet",
            "worked_numbers",
            "unknown_name",
            "by_hand",
            reason="not_written",
        ),
    )


def _limit() -> Report:
    return make_report(
        "limit",
        make_check(
            "keeps_spread",
            "failed",
            reason="time",
            message="stopped after 5 s in kaiming_normal",
            call="kaiming_normal(fan_in=2, fan_out=64, nonlinearity='tanh', "
            "generator=torch.Generator().manual_seed(1))",
            location=Location(FILE, 31),
        ),
        make_check(
            "by_hand",
            "skipped",
            reason="needs",
            message="waits for 'Pre-activations keep their spread for every fan_in'",
            needs=("gains", "keeps_spread"),
        ),
    )


def _unloadable() -> Report:
    reason = (
        "exercise03.py is not valid Python: '(' was never closed.\n\n"
        "    return gain / math.sqrt(fan_in\n"
        "                           ^\n\n"
        "Fix this line and run grade again."
    )
    return make_report(
        "unloadable", *skipped(reason, location=Location(FILE, 12)), output="loading\n"
    )


def _error() -> Report:
    return make_report(
        "error", make_check("gains", "broken", message="ZeroDivisionError: division by zero")
    )


def _withheld() -> Report:
    hidden = [row[0] for row in CHECKS if row[3] == "hidden"]
    return make_report(
        "passed",
        *skipped("This check runs on submission.", *hidden, title="", reason="runs_on_submission"),
    )


REPORTS: dict[str, Callable[[], Report]] = {
    "passed": lambda: make_report("passed"),
    "failed": _failed,
    "not_started": _not_started,
    "unloadable": _unloadable,
    "limit": _limit,
    "error": _error,
    "withheld": _withheld,
}


@pytest.fixture(params=REPORTS)
def any_report(request: pytest.FixtureRequest) -> tuple[str, Report]:
    """Every kind of report in turn, with its name."""
    return request.param, REPORTS[request.param]()


@pytest.fixture(scope="session")
def reports() -> dict[str, Report]:
    return {name: make() for name, make in REPORTS.items()}


@pytest.fixture(scope="session")
def check() -> Callable[..., CheckResult]:
    return make_check


@pytest.fixture(scope="session")
def report() -> Callable[..., Report]:
    return make_report
