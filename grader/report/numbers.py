"""Numbers as a person reads them: just the digits that tell them apart, and no rounding dust."""

from __future__ import annotations

import math
from collections.abc import Iterator

from grader.model import Number, Value

FEWEST_DIGITS, MOST_DIGITS = 4, 17


def as_pair(expected: Value, actual: Value, tolerance: float | None = None) -> tuple[str, str]:
    """Two values as text, with as many digits as it takes to tell them apart where they differ.

    Numbers that differ by no more than `tolerance` are shown alike, and those no larger than it
    as 0: what is left of rounding says nothing.
    """
    allowed = tolerance or 0.0
    for digits in range(FEWEST_DIGITS, MOST_DIGITS + 1):
        want, got = _text(expected, digits, allowed), _text(actual, digits, allowed)
        if _is_told_apart(expected, actual, digits, allowed):
            break
    if _has_same_form(expected, actual):
        got = _merged(expected, actual, digits, allowed)
    return want, got


def as_number(value: float, digits: int = FEWEST_DIGITS) -> str:
    """One number with so many digits."""
    return f"{value + 0.0:.{digits}g}"


def rows_of(value: Value) -> tuple[tuple[Number, ...], ...]:
    """The rows of a matrix; a vector is one row, and anything else has none."""
    if not isinstance(value, tuple) or not value:
        return ()
    if all(not isinstance(item, tuple) for item in value):
        return (value,)  # type: ignore[return-value]
    if all(isinstance(row, tuple) and _is_flat(row) for row in value):
        return value  # type: ignore[return-value]
    return ()


def as_float(number: Number) -> float:
    """The number, of its word where JSON has none; nan for a name."""
    try:
        return float(number)
    except ValueError:
        return math.nan


def is_alike(one: Number, other: Number, tolerance: float | None) -> bool:
    """True if two numbers, or two names, count as the same."""
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    return one == other or abs(one - other) <= (tolerance or 0.0)


def _is_flat(row: Value) -> bool:
    return isinstance(row, tuple) and all(not isinstance(item, tuple) for item in row)


def _text(value: Value, digits: int, tolerance: float) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(_text(item, digits, tolerance) for item in value) + "]"
    if isinstance(value, str):
        return value
    return "0" if abs(value) <= tolerance else as_number(value, digits)


def _merged(expected: Value, actual: Value, digits: int, tolerance: float) -> str:
    """`actual` as text, where it agrees with `expected` in the same words."""
    if isinstance(expected, tuple) and isinstance(actual, tuple):
        pairs = zip(expected, actual, strict=True)
        return "[" + ", ".join(_merged(*pair, digits, tolerance) for pair in pairs) + "]"
    assert not isinstance(expected, tuple)
    assert not isinstance(actual, tuple)
    alike = is_alike(expected, actual, tolerance)
    return _text(expected if alike else actual, digits, tolerance)


def _is_told_apart(expected: Value, actual: Value, digits: int, tolerance: float) -> bool:
    """True if every two numbers that differ have different texts."""
    if not _has_same_form(expected, actual):
        return True
    return all(
        is_alike(*pair, tolerance) or _text(pair[0], digits, 0.0) != _text(pair[1], digits, 0.0)
        for pair in zip(_numbers(expected), _numbers(actual), strict=True)
    )


def _has_same_form(one: Value, other: Value) -> bool:
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(_has_same_form, one, other))
    return not isinstance(one, tuple) and not isinstance(other, tuple)


def _numbers(value: Value) -> Iterator[Number]:
    if isinstance(value, tuple):
        for item in value:
            yield from _numbers(item)
    else:
        yield value
