"""What a check is said to wait for."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from grader.checks.runner import CheckRun
from grader.grading.check_results import settled
from grader.model import Check

CHECKS = (Check("first", title="First"), Check("second", needs=("first",), title="Second"))


def second(first: CheckRun, run: CheckRun) -> CheckRun:
    student = SimpleNamespace(not_written=frozenset())
    return settled(CHECKS, {"first": first, "second": run}, student)["second"]


def test_check_that_runs_on_submission_waits_for_no_other():
    away = CheckRun("skipped", "runs_on_submission", "This check runs on submission.")
    assert second(away, away) == away


@pytest.mark.parametrize("outcome", ["failed", "skipped"])
def test_check_that_was_skipped_says_for_which_it_waits(outcome):
    run = second(CheckRun(outcome, "raised"), CheckRun("skipped", "needs", "It waits."))
    assert run.reason == "needs"
    assert "'First'" in run.message


def test_check_that_ran_keeps_its_run():
    passed = CheckRun("passed")
    assert second(passed, passed) == passed
