"""A law that fits one example of a check by coincidence is taken back."""

from __future__ import annotations

import pytest

CHECK = """
import torch
from grader.checks import assert_explained

@example(x=1)
@example(x=3)
@given(x=st.integers(5, 9))
def test_law(student, reference, x):
    got, want = (torch.tensor(float(each.double(x))) for each in (student, reference))
    reasons = [("three is added", torch.tensor(x + 3.0)), ("it is 4", torch.tensor(4.0))]
    assert_explained(got, want, reasons, of="double", tolerance=PLAIN)
"""


@pytest.fixture
def failure_of(author, findings_of):
    """What the check reports of a submission."""
    exercise = author(CHECK, ("law",))
    return lambda source: findings_of(exercise, source)["law"].failure


def test_law_of_all_examples_is_told(failure_of):
    assert failure_of("def double(x): return x + 3").law == "three is added"


@pytest.mark.parametrize("other", ["7 * x", "4"])  # no law, or another one
def test_law_that_another_example_contradicts_is_not_told(failure_of, other):
    failure = failure_of(f"def double(x): return 4 if x == 1 else {other}")
    assert failure.is_explainable
    assert failure.law == ""


def test_right_example_does_not_contradict_a_law(failure_of):
    assert failure_of("def double(x): return 4 if x == 1 else 2 * x").law == "three is added"


def test_submission_that_ends_on_another_example_keeps_its_verdict(failure_of):
    source = "import os\ndef double(x): return 4 if x == 1 else os._exit(3)"
    failure = failure_of(source)
    assert failure.comparison.of == "double"
    assert failure.law == ""
