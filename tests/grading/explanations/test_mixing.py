"""Columns that depend on each other, or rows, where each is computed by itself."""

from __future__ import annotations

import pytest
import torch

from grader.checks import probe
from grader.grading.explanations.components import Component
from grader.grading.explanations.mixing import mixing_of
from grader.report import law_wording as words
from grader.sandbox.failures import StudentStopped

DOUBLE = Component("double", "value", "", "")
ROWS = torch.tensor([[1.3, 2.7, 0.4], [0.6, 3.1, 1.9]], dtype=torch.float64)
SQUARE = torch.tensor([[1.3, 2.7], [0.6, 3.1]], dtype=torch.float64)
GAINS = torch.tensor([1.5, 0.3, 2.2], dtype=torch.float64)


@pytest.fixture
def mixed(functions_of):
    """`mixed(source)`: the clause on `double`, which takes twice each number."""

    def clause(source, *calls, component=DOUBLE, reference=""):
        calls = calls or (probe("double", ROWS),)
        return mixing_of(component, functions_of(source), functions_of(reference), calls)

    return clause


@pytest.mark.parametrize(
    ("body", "clause"),
    [
        ("2 * x - x.mean(1, keepdim=True)", words.COLUMNS_MIXED),
        ("2 * x * x.sum()", words.COLUMNS_MIXED),
        ("2 * x[:, :1] + 0 * x", words.COLUMNS_MIXED),  # the last column has the first one's
        ("2 * x[:, -1:] + 0 * x", words.COLUMNS_MIXED),
        ("2 * x - x.mean(0)", words.ROWS_MIXED),
        ("2 * x.flip(0)", words.ROWS_MIXED),
    ],
)
def test_what_is_mixed_is_told(mixed, body, clause):
    assert mixed(f"def double(x): return {body}") == clause


@pytest.mark.parametrize(
    "body",
    [
        "2 * x",
        "3 * x**2",
        "2 * x / len(x)",  # the number of rows is no other row
        "2 * x / x.shape[1]",
        "torch.cat((2 * x[:-1], 0 * x[-1:]))",  # nor is being the last one
        "torch.cat((2 * x[:, :-1], 0 * x[:, -1:]), 1)",
        "2 * x.T",
        "x.sum()",
        "None",
    ],
)
def test_what_is_wrong_in_another_way_is_not_called_mixed(mixed, body):
    assert mixed(f"def double(x): return {body}") == ""


def test_what_the_reference_mixes_is_not_told(mixed):
    reference = "def double(x): return 2 * x - x.mean(1, keepdim=True)"
    assert mixed("def double(x): return x - x.mean(1, keepdim=True)", reference=reference) == ""


def test_exception_of_the_student_is_not_told(mixed):
    assert mixed("def double(x): raise ValueError") == ""


def test_vectors_with_a_number_for_each_column_belong_to_the_columns(mixed):
    scaled = Component("scaled", "value", "", "")
    call = probe("scaled", ROWS, GAINS)
    own = "def scaled(x, factor): return factor[0] * x"
    assert mixed(own, call, component=scaled) == words.COLUMNS_MIXED
    assert mixed("def scaled(x, factor): return factor * x**2", call, component=scaled) == ""


def test_tensors_in_a_dict_are_changed_along(mixed):
    scaled = Component("scaled", "value", "", "")
    call = probe("scaled", ROWS, 2.0, {"gain": GAINS})
    reference = "def scaled(x, factor, table): return factor * x * table['gain']"
    own = "def scaled(x, factor, table): return factor * x * table['gain'].mean()"
    assert mixed(own, call, component=scaled, reference=reference) == words.COLUMNS_MIXED


def test_member_of_a_tuple_is_looked_at_alone(mixed):
    own = "def moments(x, training=True): return x.mean(0), x.var(0) + x.sum()"
    for name, clause in (("mean", ""), ("spread", words.COLUMNS_MIXED)):
        component = Component("moments", "value", name, "")
        assert mixed(own, probe("moments", ROWS), component=component) == clause


def test_calls_without_a_matrix_of_two_rows_and_columns_say_nothing(mixed):
    own = "def double(x): return 2 * x - x.mean()"
    assert mixed(own, probe("double", ROWS[0]), probe("double", ROWS[:1])) == ""


def test_vectors_beside_a_square_matrix_are_of_the_columns(mixed):
    scaled = Component("scaled", "value", "", "")
    call = probe("scaled", SQUARE, GAINS[:2])
    by_rows = "def scaled(x, factor): return factor[:, None] * x"
    assert mixed(by_rows, call, component=scaled, reference=by_rows) == ""


def test_arguments_of_the_calls_are_left_as_they_are(mixed):
    before = ROWS.clone()
    mixed("def double(x): return x.mul_(x.mean())")
    assert torch.equal(ROWS, before)


def test_worker_that_dies_is_reported_to_the_caller(functions_of):
    class Dying(type(functions_of())):
        def observe_call(self, call, *, arguments_back=False):  # noqa: ARG002
            raise StudentStopped("stopped", "time", limit=True)

    functions = functions_of()
    dying = Dying(functions.exercise, functions.module)
    with pytest.raises(StudentStopped):
        mixing_of(DOUBLE, dying, functions, (probe("double", ROWS),))
