"""Numbers as a person reads them."""

from __future__ import annotations

import math

import pytest

from grader.report.numbers import as_pair, rows_of


@pytest.mark.parametrize(
    ("expected", "actual", "shown"),
    [
        (1.667, 0.295, ("1.667", "0.295")),
        (1 / 3, 2 / 3, ("0.3333", "0.6667")),
        (1.0, 1.0 + 1e-9, ("1", "1.000000001")),
        (0.1, math.nextafter(0.1, 1), ("0.10000000000000001", "0.10000000000000002")),
        (1e10, 1e10 + 1, ("10000000000", "10000000001")),
    ],
)
def test_numbers_are_shown_with_the_digits_that_tell_them_apart(expected, actual, shown):
    assert as_pair(expected, actual) == shown


def test_numbers_in_matrices_are_told_apart_too():
    shown = as_pair(((7.0, 1.0),), ((7.0000004, 1.0),), 1e-9)
    assert shown == ("[[7, 1]]", "[[7.0000004, 1]]")


def test_rounding_dust_is_shown_as_what_was_expected():
    assert as_pair((0.0, 2.0, 1.0), (8.3e-17, 2.0 + 1e-12, 3.0), 1e-9) == (
        "[0, 2, 1]",
        "[0, 2, 3]",
    )


def test_zero_has_no_sign():
    assert as_pair((-0.0, 1.0), (-0.0, 2.0)) == ("[0, 1]", "[0, 2]")


def test_values_of_other_forms_are_shown_as_they_are():
    assert as_pair((2.0,), (2.0, 1.0)) == ("[2]", "[2, 1]")
    assert as_pair(("C", "W2"), ()) == ("[C, W2]", "[]")
    assert as_pair(1.0, "nan") == ("1", "nan")


@pytest.mark.parametrize(
    ("value", "rows"),
    [
        (((1.0, 2.0), (3.0, 4.0)), ((1.0, 2.0), (3.0, 4.0))),
        ((1.0, "nan"), ((1.0, "nan"),)),
        (1.0, ()),
        ((), ()),
        ((((1.0,),),), ()),
    ],
)
def test_rows_are_those_of_a_matrix_or_a_vector(value, rows):
    assert rows_of(value) == rows
