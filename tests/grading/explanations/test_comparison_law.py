"""A check alone tells a law only where few numbers cannot suggest it by coincidence."""

from __future__ import annotations

import math

import pytest

from grader.grading.explanations.comparison_law import law_of_comparison
from grader.model import Comparison
from grader.report import law_wording as words
from grader.sandbox.call import Call

CALL = Call("f", (0.3,))
ROW = (0.2, -1.7, 3.1)


def law(actual, expected):
    return law_of_comparison(Comparison("loss", None, expected, actual), CALL)


@pytest.mark.parametrize(
    ("actual", "expected", "clause"),
    [
        (2.0, 2 * math.log(2), words.BITS),
        (-3.2958, 3.2958, words.SIGN),
        (43.75, 0.4375, words.PERCENT),
        (tuple(2 * number for number in ROW), ROW, words.TWICE),
        (tuple(number + 0.7 for number in ROW), ROW, words.offset(0.7)),
        ((ROW, ROW), ((0.2, -1.7, 3.2), ROW), ""),
        ((0.0, 0.0, 0.0), ROW, words.ZERO),
    ],
)
def test_law_of_numbers_is_told(actual, expected, clause):
    assert law(actual, expected) == clause


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (0.25, 0.5),  # half, or another number for another reason
        (0.25, 0.75),  # 1 minus it, or something else
        ((0.4, -3.4), (0.2, -1.7)),
        ((1.4, 1.4, -1.4), (0.7, 0.7, -0.7)),  # one number, three times
        (0.3, 0.0),
        ((0.1, 0.1, 0.1), (0.0, 0.0, 0.0)),
        (ROW, (0.2, -1.7)),
        ("C", "W1"),
        (None, ROW),
    ],
)
def test_what_may_be_a_coincidence_is_not_told(actual, expected):
    assert law(actual, expected) == ""
