"""What an instructor reads at the end of a batch."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from grader.batch.intake.entries import Entry
from grader.batch.results.summary import MOST_LOOKED_AT, Summary
from grader.model import (
    CheckResult,
    GraderFacts,
    RecognisedMistake,
    Report,
    Status,
    SubmissionFacts,
)


def entry(student: str, note: str = "") -> Entry:
    return Entry(student, "exercise01", Path("x"), f"{student}/exercise01.py", note)


def report(
    *passed: str, status: Status = "failed", mistake: str = "", seconds: float = 0.5
) -> Report:
    checks = tuple(
        CheckResult(
            id=name,
            title=f"The {name} one.",
            outcome="passed" if name in passed else "failed",
            points=5 if name in passed else 0,
            max_points=5,
            visibility="hidden",
            message=None if name in passed else "is not so",
            mistake=RecognisedMistake(mistake, "") if mistake and name not in passed else None,
        )
        for name in ("first", "second")
    )
    return Report(
        schema="unsaturated/report/2",
        grader=GraderFacts("0.1.0", "3.11.7", "2.13.0", 0, "cpu", "full", True),
        exercise="exercise01",
        title="Doubling",
        submission=SubmissionFacts("x", None),
        status=status,
        points=sum(check.points for check in checks),
        max_points=10,
        seconds=seconds,
        checks=checks,
        output="",
    )


def test_summary_counts_checks_and_mistakes_and_names_the_slowest() -> None:
    summary = Summary()
    summary.add(entry("alice"), report("first", "second", status="passed"))
    summary.add(entry("bob"), report("first", mistake="squares", seconds=4.2))
    summary.add(entry("carol"), report("first", mistake="squares", seconds=2.0))
    summary.add(entry("dora"), report(mistake="adds_two"))
    summary.add(entry("eve"), replace(report(seconds=9.0), exercise="exercise02"))
    assert summary.as_text() == (
        "exercise01  Doubling: 1 of 4 passed, on average 5.0 of 10 points\n"
        "    3 of 4  The first one\n"
        "    1 of 4  The second one\n"
        "    most frequent mistakes: squares (2), adds_two (1)\n"
        "exercise02  Doubling: 0 of 1 passed, on average 0.0 of 10 points\n"
        "    0 of 1  The first one\n"
        "    0 of 1  The second one\n"
        "Slowest: eve  exercise02 (9.0 s); bob  exercise01 (4.2 s); carol  exercise01 (2.0 s)\n"
    )


def test_summary_names_what_needs_a_human_eye() -> None:
    summary = Summary()
    summary.add(entry("bob"), report(status="limit"))
    summary.add(entry("alice"), report(status="error"))
    summary.add(entry("carol\x1b[2J"), report(status="unloadable"))
    summary.add(entry("dora", "exercise01.py counts; it is newer"), report("first"))
    summary.add(entry("eve"), report())
    assert summary.as_text(["zoe.zip: is encrypted."]).partition("Needs")[2] == (
        " a human eye:\n"
        "    zoe.zip: is encrypted.\n"
        "    alice  exercise01: could not be graded, by a fault of the grader; please report it\n"
        "    bob  exercise01: hit a limit, also when graded alone\n"
        "    carol�[2J  exercise01: cannot be loaded: is not so\n"
        "    dora  exercise01: exercise01.py counts; it is newer\n"
    )
    assert (summary.graded, summary.faults) == (5, 1)


def test_summary_of_a_large_class_stays_short() -> None:
    summary = Summary()
    for number in range(500):
        summary.add(entry(f"student{number:03}"), report(status="limit"))
    lines = summary.as_text().splitlines()
    assert len(lines) < MOST_LOOKED_AT + 10
    assert lines[-1].startswith("    and 480 more; ")
