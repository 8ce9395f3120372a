"""Which failed checks an explanation explains: those that compare what it is about."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from grader.checks.runner import CheckRun
from grader.grading.explanations.attribution import Attribution, Found
from grader.grading.explanations.components import Component
from grader.sandbox.call import Call
from grader.sandbox.failures import CheckFailed
from grader.submission.student_files import Files
from grader.submission.submission import parse_submission

SOURCE = b"def moments(x, training=True):\n    return x, x\n"


@pytest.fixture
def checks_of(play):
    """The checks of each explanation, by the member that it is about.

    `members` have the regime in which each is wrong.
    """

    def checks(
        members: dict[str, str], compared: dict[str, str], training: bool | None = None
    ) -> dict[str, tuple[str, ...]]:
        found = [
            Found("moments", frozenset((Component("moments", "value", *one),)), "law", (), one[0])
            for one in members.items()
        ]
        switches = {} if training is None else {"training": training}
        call = Call("moments", (torch.ones(2),), switches)
        runs = {
            name: CheckRun("failed", None, "m", CheckFailed("m", of=of), (call,))
            for name, of in compared.items()
        }
        submission = parse_submission(Path("exercise01.py"), Files(SOURCE, {}), play)
        unexplained = frozenset(
            Component("moments", "value", name, "") for name in {"mean", "spread"} - members.keys()
        )
        attribution = Attribution(submission, {"moments": ("x",)}, unexplained)
        told = attribution.explanations(found, runs)
        return {one.text: one.checks for one in told}

    return checks


def test_check_counts_for_what_it_compares(checks_of):
    compared = {"first": "mean", "second": "spread′[0]"}
    told = checks_of({"mean": "", "spread": ""}, compared)
    assert told == {"mean": ("first",), "spread": ("second",)}


def test_check_of_a_member_that_nothing_explains_counts_for_nothing(checks_of):
    compared = {"first": "mean", "second": "spread"}
    assert checks_of({"mean": ""}, compared) == {"mean": ("first",)}


def test_what_is_unexplained_of_another_function_does_not_matter(play):
    submission = parse_submission(Path("exercise01.py"), Files(SOURCE, {}), play)
    found = [
        Found("moments", frozenset((Component("moments", "value", "mean", ""),)), "law", (), "t")
    ]
    other = frozenset((Component("double", "value", "mean", ""),))
    x = torch.ones(2)
    calls = Call("double", (x,)), Call("moments", (x,), {"training": True})
    run = CheckRun("failed", None, "m", CheckFailed("m", of="mean"), calls)
    attribution = Attribution(submission, {"moments": ("x",)}, other)
    (told,) = attribution.explanations(found, {"first": run})
    assert told.checks == ("first",)


def test_check_that_compares_no_member_counts_for_all(checks_of):
    compared = {"first": "the loss in training"}
    told = checks_of({"mean": "", "spread": ""}, compared)
    assert told == {"mean": ("first",), "spread": ("first",)}


def test_check_of_one_mode_counts_for_what_is_wrong_in_that_mode(checks_of):
    compared = {"first": "the loss"}
    members = {"mean": "training=True", "spread": "training=False"}
    told = checks_of(members, compared, training=False)
    assert told == {"mean": (), "spread": ("first",)}
    told = checks_of({"mean": "training=True"}, compared, training=False)  # better than nothing
    assert told == {"mean": ("first",)}
