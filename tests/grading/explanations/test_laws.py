"""Each general law is told where it holds on every wrong probe, and not where one breaks it."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from grader.checks import probe
from grader.grading.explanations.components import Band, Component
from grader.grading.explanations.laws import law_of
from grader.report import law_wording as words

VALUE = Component("f", "value", "", "")
INPUTS = tuple(
    torch.tensor(rows, dtype=torch.float64)
    for rows in (
        [[1.3, 2.7, 0.4], [0.6, 3.1, 1.9]],
        [[2.2, 0.7, 1.1], [3.3, 0.2, 0.9], [1.7, 2.9, 0.3]],
        [[0.8, 1.6, 2.3], [4.1, 0.5, 1.2], [2.4, 3.7, 0.1], [0.35, 1.45, 5.2]],
    )
)
CALLS = {number: probe("f", x) for number, x in enumerate(INPUTS)}
FAR = torch.tensor([[30.1, 40.7, 20.3], [21.2, 50.9, 33.3]], dtype=torch.float64)


def facts(function, inputs, component=VALUE):
    with np.errstate(all="ignore"):
        shown = {n: np.asarray(function(x.numpy()), dtype=float) for n, x in enumerate(inputs)}
    return {component: shown}


def law(got, want=lambda x: x, inputs=INPUTS):
    """The clause on a function of arrays beside the right one, on the inputs."""
    calls = {number: probe("f", x) for number, x in enumerate(inputs)}
    return law_of(VALUE, facts(got, inputs), facts(want, inputs), calls)


def square(x):
    return x**2


LAWS = {
    words.OVERFLOW: (lambda x: np.where(x > 3.5, np.nan, square(x)), square),
    words.DIGITS: (lambda x: square(x) * (1 + 1e-8), square),
    words.NEARLY: (lambda x: square(x) * (1 + 1e-3 * np.sin(x)), square),
    words.SIGN: (lambda x: -square(x), square),
    words.TWICE: (lambda x: 2 * square(x), square),
    words.HALF: (lambda x: square(x) / 2, square),
    words.PERCENT: (lambda x: 100 * square(x), square),
    words.BITS: (np.log2, np.log),
    words.DECIMAL: (np.log10, np.log),
    words.NATURAL: (np.log, np.log10),
    words.NOT_DIVIDED: (lambda x: x.sum(0), lambda x: x.mean(0)),
    words.DIVIDED: (lambda x: x.mean(0), lambda x: x.sum(0)),
    words.BESSEL: (lambda x: x.var(0, ddof=1), lambda x: x.var(0)),
    words.NO_BESSEL: (lambda x: x.var(0), lambda x: x.var(0, ddof=1)),
    words.TWICE_DIVIDED: (lambda x: x.mean(0) / len(x), lambda x: x.sum(0)),
    words.FACTOR_OF_CALL: (lambda x: square(x) * x[0, 0], square),
    words.OFFSET_OF_CALL: (lambda x: square(x) + x[0, 0], square),
    words.SQUARED: (square, lambda x: x),
    words.ROOT: (np.sqrt, lambda x: x),
    words.RECIPROCAL: (np.reciprocal, lambda x: x),
    words.LOGARITHM: (np.log, lambda x: x),
    words.EXPONENTIAL: (np.exp, lambda x: x),
    words.COMPLEMENT: (lambda x: 1 - square(x), square),
    words.ABSOLUTE: (lambda x: np.abs(np.sin(3 * x)), lambda x: np.sin(3 * x)),
    words.ROUNDED: (lambda x: np.floor(square(x)), square),
    words.SOME_ZERO: (lambda x: np.where(x > 1.5, 0, square(x)), square),
    words.TOO_LARGE: (lambda x: x.sum() ** 2 + x[0, 0], lambda x: x.sum()),
    words.TOO_SMALL: (lambda x: np.sin(x.sum()), lambda x: x.sum()),
    words.ZERO: (lambda x: 0 * x, square),
    words.CONSTANT: (lambda x: 0 * x + 0.7, square),
    words.CAPPED: (lambda x: np.minimum(x.ravel(), 1.5), lambda x: x.ravel()),
    words.FLOORED: (lambda x: np.maximum(x.ravel(), 1.5), lambda x: x.ravel()),
    words.COLUMN_SHIFTED: (lambda x: square(x) + x[:1], square),
    words.ROW_SHIFTED: (lambda x: square(x) + x[:, :1], square),
    words.COLUMN_STRETCHED: (lambda x: square(x) * (1 + x[:1]) + x[1:2], square),
    words.AXIS_KEPT: (lambda x: x.mean(0, keepdims=True), lambda x: x.mean(0)),
    words.TRANSPOSED: (lambda x: x.T, lambda x: x),
    words.SUMMED: (lambda x: x.sum(), lambda x: x.sum(0)),
    words.ONE_NUMBER: (lambda x: x.max(), lambda x: x.sum(0)),
    words.AXIS_TOO_MUCH: (lambda x: x * 2, lambda x: x.sum(0)),
    words.AXIS_MISSING: (lambda x: x.sum(0), lambda x: x),
    words.OTHER_SHAPE: (lambda x: np.append(x.sum(0), 1.0), lambda x: x.sum(0)),
    words.factor(3.7): (lambda x: 3.7 * square(x), square),
    words.offset(0.25): (lambda x: square(x) + 0.25, square),
    words.untouched(0): (lambda x: x, square),
}
WIDE = {words.COLUMN_SHIFTED, words.ROW_SHIFTED, words.COLUMN_STRETCHED}  # need three rows


def inputs_for(clause):
    return INPUTS[1:] if clause in WIDE else INPUTS


@pytest.mark.parametrize("clause", LAWS)
def test_law_is_told_where_it_holds_on_every_wrong_probe(clause):
    assert law(*LAWS[clause], inputs_for(clause)) == clause


@pytest.mark.parametrize(
    ("clause", "form"),
    [
        (words.SIGN, np.negative),
        (words.SQUARED, np.square),
        (words.ROOT, np.sqrt),
        (words.LOGARITHM, np.log),
        (words.COMPLEMENT, lambda total: 1 - total),
    ],
)
def test_law_of_single_numbers_is_told(clause, form):
    assert law(lambda x: form(x.sum()), lambda x: x.sum()) == clause


@pytest.mark.parametrize(
    ("clause", "wrong"),
    [
        (words.SINGLE, lambda x: ((x + 1e4).astype(np.float32) - np.float32(1e4)) ** 2),
        (words.NEARLY, lambda x: (x + 1e-4) ** 2),
        (words.ZERO, lambda x: 1e-17 * np.sin(x)),
    ],
)
def test_rounding_is_told_from_what_is_nearly_right(clause, wrong):
    assert law(wrong, square) == clause


def test_arguments_are_called_by_their_names():
    assert words.with_names(words.untouched(0), ("x", "eps")) == "`x`, unchanged"
    assert words.with_names(words.wrong_for("1"), ("x", "eps")) == words.wrong_for("eps")
    assert words.with_names(words.wrong_for("1"), ()) == words.wrong_for("1")


@pytest.mark.parametrize("clause", LAWS)
def test_law_is_silent_where_one_wrong_probe_breaks_it(clause):
    got, want = LAWS[clause]

    size = 0.5 if clause == words.TOO_LARGE else 1.9

    def broken(x):
        return want(x) * (size + 0.4 * np.cos(want(x))) if x[0, 0] > 20 else got(x)

    said = law(broken, want, (*inputs_for(clause), FAR))
    assert said != clause or clause == words.OTHER_SHAPE  # which is said of all that remain


@pytest.mark.parametrize("clause", [words.SIGN, words.TWICE, words.SQUARED, words.BITS])
def test_probe_that_is_right_does_not_hide_a_law(clause):
    got, want = LAWS[clause]

    def partly(x):
        return want(x) if x[0, 0] > 20 else got(x)

    assert law(partly, want, (*INPUTS, FAR)) == clause


# ------------------------------------------------------------------------------ evidence


def test_common_factor_of_few_numbers_is_no_law():
    one = INPUTS[:1]
    assert law(lambda x: 3.7 * x[:1, :2], lambda x: x[:1, :2], one) == ""


def test_number_of_rows_is_no_factor_where_all_probes_have_as_many():
    inputs = (INPUTS[1], INPUTS[1] + 1)
    assert law(lambda x: x.sum(0), lambda x: x.mean(0), inputs) == words.factor(3.0)


def test_what_is_not_finite_has_no_factor():
    assert law(lambda x: np.where(x > 3, np.inf, 2 * x), lambda x: x) == ""


def test_nothing_is_told_of_numbers_without_order():
    assert law(lambda x: np.sin(9 * x), square) == ""


def test_side_of_two_numbers_is_no_law():
    assert law(lambda x: np.sin(x.sum()), lambda x: x.sum(), INPUTS[:2]) == ""


# ------------------------------------------------------------------------------ switches


def switched(**wrong):
    """The clause on a function that is wrong for one value of a number among its arguments."""
    (name, value), = wrong.items()  # fmt: skip
    calls, got, want = {}, {}, {}
    for number, (x, each) in enumerate(zip(INPUTS, (0.1, 0.3, 0.1), strict=True)):
        calls[number] = probe("f", x, **{name: each})
        want[number] = x.numpy()
        got[number] = np.sin(9 * x.numpy()) if each == value else x.numpy()
    return law_of(VALUE, {VALUE: got}, {VALUE: want}, calls)


def test_number_that_tells_wrong_calls_from_right_ones_is_named():
    assert switched(eps=0.1) == words.wrong_for("eps")
    assert "`eps`" in words.wrong_for("eps")


def test_calls_that_no_number_tells_apart_are_some_inputs():
    got = facts(lambda x: np.sin(9 * x) if x[0, 0] > 2 else x, INPUTS)
    assert law_of(VALUE, got, facts(lambda x: x, INPUTS), CALLS) == words.SOME_INPUTS


# ------------------------------------------------------------------------------ other kinds

MEAN, SPREAD = (Component("f", "value", name, "") for name in ("mean", "spread"))


def test_two_members_with_each_others_values_are_exchanged():
    reference = facts(np.sin, INPUTS, MEAN) | facts(np.cos, INPUTS, SPREAD)
    student = facts(np.cos, INPUTS, MEAN) | facts(np.sin, INPUTS, SPREAD)
    assert law_of(MEAN, student, reference, CALLS) == words.exchanged("mean", "spread")


def test_members_with_each_others_shapes_are_in_another_order():
    reference = facts(np.sin, INPUTS, MEAN) | facts(np.sum, INPUTS, SPREAD)
    student = facts(np.sum, INPUTS, MEAN) | facts(np.tan, INPUTS, SPREAD)
    assert law_of(MEAN, student, reference, CALLS) == words.exchanged_shapes("mean", "spread")


def test_what_should_be_0_is_told_so():
    reference = facts(np.zeros_like, INPUTS, MEAN)
    assert law_of(MEAN, facts(np.sin, INPUTS, MEAN), reference, CALLS) == words.NOT_ZERO


def test_member_that_repeats_another_is_not_exchanged():
    reference = facts(np.sin, INPUTS, MEAN) | facts(np.cos, INPUTS, SPREAD)
    student = facts(np.cos, INPUTS, MEAN) | facts(np.cos, INPUTS, SPREAD)
    assert law_of(MEAN, student, reference, CALLS) == ""


def test_member_of_which_nothing_is_expected_is_not_exchanged():
    student = facts(np.cos, INPUTS, MEAN) | facts(np.sin, INPUTS, SPREAD)
    assert law_of(MEAN, student, {SPREAD: {}}, CALLS) == ""


@pytest.mark.parametrize(
    ("got", "want", "clause"),
    [
        ([0], [0, 1], words.NAME_MISSING),
        ([0, 1], [0], words.NAME_SURPLUS),
        ([0], [], words.NAME_SURPLUS),
        ([1], [0], words.NAME_BOTH),
        ([0, 1], [0, 1], ""),
        ([0, 7], [0, 8], ""),  # where one of both raises
    ],
)
def test_name_is_missing_or_too_much_where_both_return(got, want, clause):
    named, said = Component("f", "name", "a", ""), Component("f", "exception", "", "")
    student = {named: dict.fromkeys(got, True), said: {0: "", 1: "", 7: "", 8: "KeyError"}}
    reference = {named: dict.fromkeys(want, True), said: {0: "", 1: "", 8: ""}}
    assert law_of(named, student, reference, CALLS) == clause


@pytest.mark.parametrize(
    ("kind", "clause"),
    [("argument", words.CHANGED), ("kept", words.KEPT), ("gradient", words.GRADIENT)],
)
def test_kind_of_component_says_what_is_wrong(kind, clause):
    component = Component("f", kind, "0", "")
    assert law_of(component, {component: {0: "x"}}, {component: {0: True}}, CALLS) == clause


@pytest.mark.parametrize(
    ("spreads", "clause"),
    [
        ((0.0, 0.0), words.NO_SPREAD),
        ((2.0, 3.0), words.SPREAD_LARGE),
        ((0.2, 0.3), words.SPREAD_SMALL),
        ((0.2, 3.0), words.SPREAD_WRONG),
    ],
)
def test_spread_of_a_draw_is_compared_on_every_shape(spreads, clause):
    component = Component("f", "draw", "standard deviation", "")
    got = {number: Band(value, 0.01) for number, value in enumerate(spreads)}
    want = {0: Band(1.0, 0.01), 1: Band(0.9, 0.01)}
    assert law_of(component, {component: got}, {component: want}, CALLS) == clause


def test_other_moments_of_a_draw_have_their_words():
    for moment, clause in words.DRAWS.items():
        component = Component("f", "draw", moment, "")
        assert law_of(component, {}, {}, CALLS) == clause


def test_bits_are_what_a_logarithm_to_base_two_gives():
    assert math.log2(3) / math.log(3) == pytest.approx(1 / math.log(2))
