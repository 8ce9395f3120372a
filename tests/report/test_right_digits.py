"""The bars beside a figure: to how many digits a quantity is right."""

from __future__ import annotations

import math

import pytest
from matplotlib.figure import Figure

from grader.report.right_digits import MOST, NO_VALUE, digits, draw_digits, least, told


@pytest.mark.parametrize(
    ("got", "want", "count"),
    [
        ([1.0, 2.0], [1.0, 2.0], MOST),
        ([1.0, 2.0 + 1e-15], [1.0, 2.0], MOST),  # rounding
        ([1.0, 2.0 + 2e-7], [1.0, 2.0], 7),
        ([0.0, 1e-7], [0.0, 0.0], 7),
        ([1.0, 5.0], [1.0, 2.0], 0),
        ([1.0, math.nan], [1.0, 2.0], 0),
        ([[1.0, 2.0]], [1.0, 2.0], 0),
        (0.25, 0.25, MOST),
        ([], [], MOST),
    ],
)
def test_digits_are_those_to_which_every_number_is_right(got, want, count):
    assert digits(got, want) == pytest.approx(count)


def test_quantities_of_one_bar_are_as_right_as_the_worst_of_them():
    assert least([MOST, 3.0, 7.0]) == 3.0
    assert least([]) == MOST
    assert (told(True), told(False)) == (MOST, 0.0)


def test_bar_says_all_the_digits_or_that_there_is_no_value():
    def raises():
        raise ValueError

    figure = Figure()
    rows = {"a": lambda: MOST, "b": lambda: 3.4, "c": raises, "d": lambda: None}
    draw_digits(figure.add_subplot(), rows)
    written = [text.get_text() for text in figure.axes[1].texts]
    assert written == ["a", "all", "b", "3", "c", NO_VALUE, "d", ""]
