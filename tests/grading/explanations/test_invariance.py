"""What a value changes with and should not; told only where the reference stays the same."""

from __future__ import annotations

import pytest
import torch

from grader.checks import probe
from grader.grading.explanations.components import Component
from grader.grading.explanations.invariance import variance_of
from grader.report import law_wording as words
from grader.sandbox.failures import StudentStopped

DOUBLE = Component("double", "value", "", "")
SIZES = "def double(x): return x.abs().mean()[None]"
FIXED = "def double(x): return x.new_ones(1)"
COLUMNS = "def double(x): return (x.abs() > 1).all(0).sum()[None].double()"
RATIO = "def double(x): return (x.std() / x.mean())[None]"
SPREAD = "def double(x): return x.std()[None]"
CALLS = [
    probe("double", torch.tensor(rows, dtype=torch.float64))
    for rows in (
        [[1.3, -2.7, 0.4], [2.6, 3.1, -1.9]],
        [[0.3, 5.0, 1.7], [4.1, -2.0, 0.6], [1.4, 1.6, 1.2]],
    )
]


@pytest.fixture
def clause_of(functions_of):
    def clause(reference, body, calls=CALLS):
        student = functions_of(f"def double(x): return {body}")
        return variance_of(DOUBLE, student, functions_of(reference), calls)

    return clause


@pytest.mark.parametrize(
    ("reference", "body", "clause"),
    [
        (FIXED, "x.mean()[None]", words.FIRST_COUNTS),
        (SIZES, "x[0].abs().mean()[None]", words.ORDER_COUNTS),
        (SIZES, "x.mean()[None]", words.SIGN_COUNTS),
        (SIZES, "x.abs().prod(1).mean()[None]", words.NEIGHBORS_COUNT),
        (SIZES, "x.abs().mean(0).max()[None]", words.PLACE_COUNTS),
        (SIZES, "x.abs().sum()[None]", words.REPEATS_COUNT),
        (COLUMNS, "(x.abs() > 1).all(1).sum()[None].double()", words.NEIGHBORS_COUNT),
        (RATIO, "(x.std() / (x.mean() + 1))[None]", words.SCALE_COUNTS),
        (SPREAD, "(x**2).mean().sqrt()[None]", words.SHIFT_COUNTS),
    ],
)
def test_what_should_not_count_is_told(clause_of, reference, body, clause):
    assert clause_of(reference, body) == clause


@pytest.mark.parametrize(
    "body",
    [
        "2 * x.abs().mean()[None]",  # wrong, and stays the same as the reference does
        "x.abs().mean()",
        "(x.abs().mean() + 1e-7 * x.sum())[None]",  # hardly changes
        "(x.abs().mean() / (x[0, 0] - x[0, 0]))[None]",
        "x / 0",
        "None",
        "x.nothing",
    ],
)
def test_what_does_not_change_is_not_told(clause_of, body):
    assert clause_of(SIZES, body) == ""


def test_nothing_is_told_of_what_the_reference_changes_with(clause_of):
    assert clause_of("def double(x): return 2 * x", "3 * x + x.mean(0)") == ""


def test_one_input_is_too_few(clause_of):
    assert clause_of(SIZES, "x.mean()[None]", CALLS[:1]) == ""


def test_what_is_always_0_depends_on_nothing(clause_of):
    assert clause_of("def double(x): return 0 * x", "x") == ""


def test_draws_are_not_asked(clause_of):
    calls = [call._replace(arguments=(*call.arguments, torch.Generator())) for call in CALLS]
    assert clause_of("def double(x, g): return x.abs().mean()[None]", "x", calls) == ""


def test_student_that_stops_is_not_hidden(functions_of):
    class Stops:
        exercise = functions_of("").exercise

        def observe_call(self, _):
            raise StudentStopped("double was ended", "crash")

    with pytest.raises(StudentStopped):
        variance_of(DOUBLE, Stops(), functions_of(SIZES), CALLS)
