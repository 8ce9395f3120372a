"""The assertions: when they fail, and the sentence a student then reads."""

from __future__ import annotations

import math

import pytest
import torch

from grader.checks import (
    PLAIN,
    CheckFailed,
    assert_close,
    assert_equal,
    assert_explained,
    assert_law,
    assert_raises,
    assert_unmodified,
    float32_tolerance,
    float64_tolerance,
)
from grader.model import Comparison
from grader.sandbox.call import Observation
from grader.sandbox.failures import MissingFunction, NotWritten, StudentRaised

NAN, INF = math.nan, math.inf


def t(*values, dtype=torch.float64):
    return torch.tensor(values, dtype=dtype)


def failure_of(assertion, *arguments, **keywords):
    with pytest.raises(CheckFailed) as caught:
        assertion(*arguments, **keywords)
    return caught.value


def close_failure(actual, expected, *, tolerance=PLAIN, of="slope"):
    return failure_of(assert_close, actual, expected, of=of, tolerance=tolerance)


# ------------------------------------------------------------------------------ tolerances


def test_tolerances_are_those_of_the_one_rule():
    assert PLAIN == 1e-6
    assert float64_tolerance() == 1e-9
    assert float64_tolerance(0.01) == 1e-9  # never below 1: small terms are no reason
    assert float64_tolerance(1000.0) == pytest.approx(1e-6)
    assert float64_tolerance(1.0, rounding=1e7) == 1e-9 + 8 * 2.2e-16 * 1e7
    assert float32_tolerance() == float32_tolerance(0.5) == 1e-5
    assert float32_tolerance(10.0) == pytest.approx(1e-4)


# ------------------------------------------------------------------------------ assert_explained


def explained(actual, reasons):
    return failure_of(assert_explained, actual, t(2.0, 4.0), reasons, of="y", tolerance=PLAIN)


def test_assert_explained_names_the_reason_that_explains_all_of_the_difference():
    reasons = [("the gain is missing", t(1.0, 5.0)), ("the shift is missing", t(1.0, 3.0))]
    failure = explained(t(1.0, 3.0), reasons)
    assert failure.message == "y[0]: expected 2, got 1"
    assert (failure.of, failure.law) == ("y", "the shift is missing")


@pytest.mark.parametrize("reason", [t(1.0, 5.0), t(1.0), t(NAN, NAN)])
def test_assert_explained_names_none_when_none_explains_it(reason):
    failure = explained(t(1.0, 3.0), [("a guess", reason)])
    assert (failure.message, failure.law) == ("y[0]: expected 2, got 1", "")


def test_assert_explained_asks_for_no_reason_when_nothing_differs():
    def reasons():
        raise AssertionError
        yield

    assert_explained(t(2.0), t(2.0), reasons(), of="y", tolerance=PLAIN)


# ------------------------------------------------------------------------------ assert_close


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (1.0, 1.0),
        (1.0 + 0.9e-6, 1.0),
        (t(1.0, 2.0), t(1.0, 2.0 - 0.9e-6)),
        (t(1.0, 2.0, dtype=torch.float32), t(1.0, 2.0)),
        (t(1.0).requires_grad_(), t(1.0)),
        (3, torch.tensor(3.0)),
        (INF, INF),
        (t(NAN, -INF, 1.0), t(NAN, -INF, 1.0)),
        (torch.zeros(0, 3), torch.zeros(0, 3)),
    ],
)
def test_assert_close_passes_within_the_tolerance(actual, expected):
    assert_close(actual, expected, of="slope", tolerance=PLAIN)


@pytest.mark.parametrize(
    ("actual", "expected", "message"),
    [
        (0.295, 1.667, "slope: expected 1.667, got 0.295"),
        (1.0 + 1.1e-6, 1.0, "slope: expected 1, got 1.000001"),
        (t(1.0, 2.5, 9.0), t(1.0, 2.0, 3.0), "slope[1]: expected 2, got 2.5"),
        (t([1.0, 2.0], [3.0, 5.0]), t([1.0, 2.0], [3.0, 4.0]), "slope[1, 1]: expected 4, got 5"),
        (NAN, 1.0, "slope: expected 1, got nan"),
        (1.0, NAN, "slope: expected nan, got 1"),
        (t(1.0, NAN), t(1.0, 2.0), "slope[1]: expected 2, got nan"),
        (INF, 1.0, "slope: expected 1, got inf"),
        (1.0, INF, "slope: expected inf, got 1"),
        (-INF, INF, "slope: expected inf, got -inf"),
        (1e300, 1e-300, "slope: expected 0, got 1e+300"),
        (torch.ones(3), torch.ones(2), "shape of slope: expected [2], got [3]"),
        (torch.ones(2, 1), torch.ones(2), "shape of slope: expected [2], got [2, 1]"),
        (torch.ones(1), 1.0, "shape of slope: expected [], got [1]"),
        (1.0, torch.ones(1), "shape of slope: expected [1], got []"),
        (torch.zeros(0), torch.zeros(0, 3), "shape of slope: expected [0, 3], got [0]"),
    ],
)
def test_assert_close_says_expected_got_and_where(actual, expected, message):
    failure = close_failure(actual, expected)
    assert failure.message == message
    assert failure.aspect == "value"
    assert "\n" not in message


def test_assert_close_does_not_broadcast():
    assert close_failure(torch.ones(3, 3), torch.ones(3)).message == (
        "shape of slope: expected [3], got [3, 3]"
    )


@pytest.mark.parametrize("tolerance", [0.0, 1e-300, PLAIN])
def test_nan_is_never_within_a_tolerance(tolerance):
    close_failure(t(NAN), t(0.0), tolerance=tolerance)
    close_failure(t(0.0), t(NAN), tolerance=tolerance)


def test_difference_equal_to_the_tolerance_passes_and_more_fails():
    assert_close(1.5, 1.0, of="slope", tolerance=0.5)
    close_failure(math.nextafter(1.5, 2), 1.0, tolerance=0.5)


def test_assert_close_records_a_small_tensor_whole():
    record = close_failure(t([1.0, 2.5], [NAN, 4.0]), t([1.0, 2.0], [INF, 4.0])).comparison
    assert record == Comparison(
        "slope", (0, 1), ((1.0, 2.0), ("inf", 4.0)), ((1.0, 2.5), ("nan", 4.0)), PLAIN
    )


def test_assert_close_records_of_a_large_tensor_the_number_that_differs():
    want, got = torch.zeros(9, 9), torch.zeros(9, 9)
    got[3, 2] = 0.25
    failure = close_failure(got, want)
    assert failure.message == "slope[3, 2]: expected 0, got 0.25"
    assert failure.comparison == Comparison("slope", (3, 2), 0.0, 0.25, PLAIN)


def test_assert_close_records_the_shapes_where_these_differ():
    record = close_failure(torch.ones(3), torch.ones(2)).comparison
    assert record == Comparison("shape of slope", None, (2.0,), (3.0,))


def test_assert_close_tells_what_is_compared():
    failure = failure_of(assert_close, 1.0, 2.0, of="dx", tolerance=PLAIN, aspect="gradient")
    assert failure.aspect == "gradient"


# ------------------------------------------------------------------------------ the others


def test_assert_equal_compares_names_and_whole_numbers():
    assert_equal(frozenset({"C"}), frozenset({"C"}), of="names")
    assert_equal(3.0, 3, of="dead neurons")
    failure = failure_of(assert_equal, frozenset({"b2"}), frozenset({"W2", "C"}), of="names")
    assert failure.message == "names: expected [C, W2], got [b2]"
    assert failure.comparison == Comparison("names", None, ("C", "W2"), ("b2",))
    assert failure_of(assert_equal, 2.0, 3, of="dead").message == "dead: expected 3, got 2"


def test_assert_law_says_what_it_is_told():
    assert_law(True, "never said")
    failure = failure_of(assert_law, False, "sum of dx: expected 0, got 3")
    assert failure.message == "sum of dx: expected 0, got 3"


class Answering:
    """A student whose next observation is given."""

    def __init__(self, value=None, arguments=None, failure=None):
        self.observation = Observation(value, arguments, False, None, failure)

    def observe_call(self, call):
        self.call = call
        return self.observation

    def observe(self, *_):
        return self.observation

    def parameters_of(self, _):
        return ("count", "x")


def test_assert_raises_passes_when_that_error_is_raised():
    student = Answering(failure=StudentRaised("f", "ValueError", "no gain", 3))
    assert_raises(student, "f", 4, "step", error="ValueError")
    assert (student.call.function, student.call.arguments) == ("f", (4, "step"))


def test_assert_raises_passes_keywords_on():
    student = Answering(failure=StudentRaised("f", "ValueError", "one row", 3))
    assert_raises(student, "f", 4, error="ValueError", training=True)
    assert student.call.keywords == {"training": True}


def test_assert_raises_fails_when_the_call_returns():
    failure = failure_of(assert_raises, Answering(value=1.0), "f", error="ValueError")
    assert failure.message == "f returns a value; expected ValueError"
    assert failure.aspect == "exception"


def test_assert_raises_fails_when_another_error_is_raised():
    student = Answering(failure=StudentRaised("f", "KeyError", "'step'", 3))
    failure = failure_of(assert_raises, student, "f", error="ValueError")
    assert failure.message == "f raises KeyError; expected ValueError"
    assert (failure.aspect, failure.line) == ("exception", 3)


@pytest.mark.parametrize("reason", [NotWritten("f"), MissingFunction("f", "draft.py")])
def test_assert_raises_passes_on_why_there_is_nothing_to_call(reason):
    assert failure_of(assert_raises, Answering(failure=reason), "f", error="E") is reason


def unmodified(before, after):
    return assert_unmodified(Answering(arguments=(2, after)), "f", 2, before)


@pytest.mark.parametrize("value", [t(1.0, 2.0), t(NAN, INF), torch.tensor([True]), torch.zeros(0)])
def test_assert_unmodified_passes_when_the_arguments_are_the_same(value):
    unmodified(value, value.clone())


def test_assert_unmodified_says_which_argument_changed():
    failure = failure_of(unmodified, t(1.0, 2.0), t(1.0, 3.0))
    assert failure.message == "f changes x in place; work on a copy"
    assert failure.aspect == "arguments"
    assert failure.comparison == Comparison("x", (1,), (1.0, 2.0), (1.0, 3.0))


def test_assert_unmodified_shows_of_a_large_argument_the_first_number_that_changed():
    before = torch.zeros(9, 9)
    before[0, 0] = NAN
    after = before.clone()
    after[3, 4:] = 1 / 3
    record = failure_of(unmodified, before, after).comparison
    assert (record.index, record.expected, record.actual) == ((3, 4), 0.0, after[3, 4].item())


def test_assert_unmodified_shows_shapes_where_they_changed():
    record = failure_of(unmodified, torch.zeros(5, 5), torch.zeros(25)).comparison
    assert record == Comparison("shape of x", None, (5.0, 5.0), (25.0,))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (t(1.0), t(NAN)),
        (t(1.0, 2.0), t([1.0], [2.0])),
        (t(0.1), t(0.1, dtype=torch.float32)),
        (t(0.5), torch.zeros(1, dtype=torch.int64)),
    ],
)
def test_assert_unmodified_sees_changes_of_every_kind(before, after):
    failure_of(unmodified, before, after)
