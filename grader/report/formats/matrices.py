"""Two arrays beside each other, number by number, for a page to color."""

from __future__ import annotations

import math

from msgspec import Struct

from grader.model import CheckResult, Number
from grader.report.numbers import as_float, as_pair, is_alike, rows_of


class Cell(Struct, frozen=True):
    """One number of a matrix: its text, its place between 0 and 1, whether it differs."""

    text: str
    heat: float
    is_negative: bool
    differs: bool


Matrix = tuple[tuple[Cell, ...], ...]


def matrices(check: CheckResult) -> tuple[tuple[str, Matrix], ...]:
    """(name, rows) of expected and got; none where they are not two arrays of one shape."""
    comparison = check.comparison
    if comparison is None:
        return ()
    expected, actual = rows_of(comparison.expected), rows_of(comparison.actual)
    if not (expected and comparison.index) or [*map(len, expected)] != [*map(len, actual)]:
        return ()
    flat = [as_float(number) for row in (*expected, *actual) for number in row]
    top = max((abs(number) for number in flat if math.isfinite(number)), default=0.0) or 1.0
    tolerance = comparison.tolerance
    return tuple(
        (
            name,
            tuple(
                tuple(_cell(*pair, top, tolerance) for pair in zip(*rows, strict=True))
                for rows in zip(own, other, strict=True)
            ),
        )
        for name, own, other in (("expected", expected, actual), ("got", actual, expected))
    )


def _cell(number: Number, other: Number, top: float, tolerance: float | None) -> Cell:
    value = as_float(number)
    heat = abs(value) / top if math.isfinite(value) else 0.0
    text = as_pair(number, other, tolerance)[0]
    return Cell(text, round(heat, 3), value < 0, not is_alike(number, other, tolerance))
