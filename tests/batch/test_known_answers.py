"""A class in which answers come again: everyone is told what is theirs, and a fault is ours."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from grader.batch.intake.discovery import discover
from grader.batch.jobs.grade_job import grade_job
from grader.batch.jobs.job import prepare_job, provenance_of
from grader.checks import kept as kept_things
from grader.checks import known_findings, runner
from grader.checks.finding_copies import Finding
from grader.checks.kept import Kept
from grader.course.course import find_course, load_exercise
from grader.model import Report
from grader.report.build import EXIT_CODES
from grader.sandbox.launcher import Launcher


@pytest.fixture(autouse=True)
def kept(monkeypatch: pytest.MonkeyPatch) -> Kept:
    """Nothing of other tests; nothing is judged again, unless a test says so."""
    kept = Kept()
    monkeypatch.setattr(kept_things, "KEPT", kept)
    monkeypatch.setattr(known_findings, "JUDGED_AGAIN", 10**9)
    return kept


@pytest.fixture
def report_on(toy_course: Path, launcher: Launcher) -> Callable[[str, str], Report]:
    """`report_on("alice", text)`: what a student of a batch gets for exercise01."""
    exercise = load_exercise(find_course(toy_course), "exercise01")
    provenance = provenance_of(exercise, 0)

    def report(student: str, text: str) -> Report:
        path = toy_course / "class" / student / "exercise01.py"
        path.parent.mkdir(parents=True)
        path.write_text(text, "utf-8")
        entries = discover(toy_course / "class").entries
        entry = next(one for one in entries if one.student == student)
        unsafe = launcher.isolation == "process"
        return grade_job(prepare_job(entry, exercise, provenance, unsafe=unsafe), launcher).report

    return report


def test_answers_that_come_again_get_the_same_report_without_a_check_run(
    report_on: Callable[[str, str], Report], toy: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = toy.answer("x * x")
    report_on("reference", toy.answer("2 * x"))
    first = report_on("first", wrong)
    monkeypatch.setattr(runner.pytest, "main", None)
    monkeypatch.setattr(runner, "call_checks", None)
    again = report_on("again", wrong.replace("x * x", "x ** 2"))
    assert [check.message for check in again.checks] == [check.message for check in first.checks]
    assert [one.text for one in again.explanations] == [one.text for one in first.explanations]
    assert again.explanations[0].mistakes == ("squares",)
    assert again.points == first.points == 0
    assert report_on("right", toy.answer("x + x")).status == "passed"


def test_finding_that_is_not_repeated_is_a_fault_of_the_grader(
    report_on: Callable[[str, str], Report],
    toy: ModuleType,
    kept: Kept,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    right, wrong = toy.answer("2 * x"), toy.answer("x * x")
    report_on("right", right)
    report_on("wrong", wrong)
    found = [(key, one) for key, (one, _) in kept._entries.items() if isinstance(one, Finding)]
    passed = next(one for _, one in found if one.outcome == "passed")
    for key, one in found:
        if one.outcome == "failed":
            kept.put(key, passed, 0)
    monkeypatch.setattr(known_findings, "JUDGED_AGAIN", 1)
    report = report_on("again", wrong)
    assert report.status == "error"
    assert EXIT_CODES[report.status] == 70
    assert report_on("right again", right).status == "passed"
