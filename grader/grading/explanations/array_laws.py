"""Laws of arrays: in which way the numbers of a function are wrong on all of its wrong probes."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import torch

from grader.grading.explanations.components import Fact, is_float32
from grader.report import law_wording as words
from grader.sandbox.call import Call

CLOSE, NEAR, NEARLY = 1e-5, 1e-4, 2e-3
FEWEST_NUMBERS = 3  # from which a common factor, or a common difference, means something
# Factors that have a name: the quotient of what came and what was expected.
NAMED_FACTORS: Mapping[str, float] = {
    words.TWICE: 2.0,
    words.HALF: 0.5,
    words.PERCENT: 100.0,
    words.BITS: 1 / math.log(2),
    words.DECIMAL: 1 / math.log(10),
    words.NATURAL: math.log(10),
}
# What one number may tell: half of 0.5, or its square, is 0.25 for many reasons.
CERTAIN = frozenset((
    words.BITS, words.DECIMAL, words.NATURAL, words.PERCENT, words.SIGN, words.NEARLY,
    words.SINGLE, words.OVERFLOW,
))  # fmt: skip
ROW_FACTORS: Mapping[str, Callable[[int], float]] = {
    words.NOT_DIVIDED: lambda n: n,
    words.DIVIDED: lambda n: 1 / n,
    words.BESSEL: lambda n: n / (n - 1) if n > 1 else math.nan,
    words.NO_BESSEL: lambda n: (n - 1) / n,
    words.TWICE_DIVIDED: lambda n: 1 / n**2,
}


class Pair(NamedTuple):
    """The values of a submission and of the reference for one probe."""

    got: np.ndarray
    want: np.ndarray
    call: Call


def law_of_values(
    got: Mapping[int, Fact],
    want: Mapping[int, Fact],
    calls: Mapping[int, Call],
) -> str:
    """The clause that says how arrays are wrong, empty where none fits."""
    pairs = [
        Pair(got[number], want[number], calls[number])  # type: ignore[arg-type]
        for number in want
        if isinstance(got.get(number), np.ndarray) and isinstance(want[number], np.ndarray)
    ]
    wrong = [pair for pair in pairs if not same(pair.got, pair.want)]
    if not wrong:
        return words.DIGITS if pairs else ""
    if any(pair.got.shape != pair.want.shape for pair in wrong):
        return _of_shapes(wrong)
    if len(pairs) > 1 and not any(pair.want.any() for pair in pairs):
        return words.NOT_ZERO
    clause = next((clause for clause in _clauses(wrong) if clause), "")
    if clause not in CERTAIN and _different_numbers(wrong) < FEWEST_NUMBERS:
        clause = ""
    some = words.SOME_INPUTS if len(wrong) < len(pairs) else ""
    return clause or _switch(pairs, wrong) or _direction(wrong) or some


def _clauses(wrong: Sequence[Pair]) -> Iterator[str]:
    """Laws, the most telling first."""
    if all(_right_where_finite(pair) for pair in wrong):
        yield words.OVERFLOW
    if not all(np.isfinite(pair.got).all() for pair in wrong):
        return
    yield _untouched(wrong)
    if all(same(np.where(pair.got == 0, pair.want, pair.got), pair.want) for pair in wrong):
        yield words.SOME_ZERO
    if all(same(-pair.got, pair.want) for pair in wrong):
        yield words.SIGN
    if all(np.allclose(pair.got, pair.want, rtol=NEARLY, atol=NEARLY) for pair in wrong):
        got = np.concatenate([pair.got.ravel() for pair in wrong])
        yield words.SINGLE if is_float32(got) else words.NEARLY
    yield _factor(wrong)
    yield _transformed(wrong)
    yield _difference(wrong)
    yield _bound(wrong)
    yield _per_column(wrong)


def _different_numbers(wrong: Sequence[Pair]) -> int:
    return np.unique(np.concatenate([np.abs(pair.want).ravel() for pair in wrong])).size


def _right_where_finite(pair: Pair) -> bool:
    finite = np.isfinite(pair.got)
    return not finite.all() and same(pair.got[finite], pair.want[finite])


def _untouched(wrong: Sequence[Pair]) -> str:
    """The value is an argument as it came, or the same number everywhere."""
    for position, argument in enumerate(wrong[0].call.arguments):
        if isinstance(argument, torch.Tensor) and all(
            same(pair.got, _as_array(pair.call.arguments[position])) for pair in wrong
        ):
            return words.untouched(position)
    if all(not pair.got.any() for pair in wrong):
        return words.ZERO
    first = wrong[0].got.flat[0] if wrong[0].got.size else math.nan
    if len(wrong) > 1 and all(bool((pair.got == first).all()) for pair in wrong):
        return words.CONSTANT
    return ""


def _factor(wrong: Sequence[Pair]) -> str:
    quotients = [_quotient(pair) for pair in wrong]
    if any(math.isnan(quotient) for quotient in quotients):
        return ""
    if np.allclose(quotients, 0.0, atol=CLOSE):
        return words.ZERO
    for clause, factor in NAMED_FACTORS.items():
        if np.allclose(quotients, factor, rtol=NEAR):
            return clause
    rows = [_rows(pair.call) for pair in wrong]
    for clause, of_rows in ROW_FACTORS.items():
        if len(set(rows)) > 1 and np.allclose(quotients, list(map(of_rows, rows)), rtol=NEAR):
            return clause
    count = sum(pair.want.size for pair in wrong)
    if count >= FEWEST_NUMBERS and np.allclose(quotients, quotients[0], rtol=NEAR):
        return words.factor(quotients[0])
    return words.FACTOR_OF_CALL if _is_of_calls(wrong) else ""


def _quotient(pair: Pair) -> float:
    """The one factor between what came and what was expected; nan where there is none."""
    large = np.abs(pair.want) > CLOSE
    if not large.any() or not same(pair.got[~large], pair.want[~large]):
        return math.nan
    quotients = pair.got[large] / pair.want[large]
    alike = np.allclose(quotients, quotients.flat[0], rtol=NEAR)
    return float(quotients.flat[0]) if alike else math.nan


def _transformed(wrong: Sequence[Pair]) -> str:
    forms: Mapping[str, Callable[[np.ndarray], np.ndarray]] = {
        words.SQUARED: np.square,
        words.ROOT: np.sqrt,
        words.RECIPROCAL: np.reciprocal,
        words.LOGARITHM: np.log,
        words.EXPONENTIAL: np.exp,
        words.COMPLEMENT: lambda want: 1 - want,
        words.ABSOLUTE: np.abs,
        words.ROUNDED: np.floor,
    }
    with np.errstate(all="ignore"):
        for clause, form in forms.items():
            if all(same(pair.got, form(pair.want)) for pair in wrong):
                return clause
    return ""


def _difference(wrong: Sequence[Pair]) -> str:
    differences = [pair.got - pair.want for pair in wrong]
    count = sum(difference.size for difference in differences)
    first = float(differences[0].flat[0])
    if count >= FEWEST_NUMBERS and all(np.allclose(each, first, rtol=NEAR) for each in differences):
        return words.offset(first)
    alike = all(np.allclose(each, each.flat[0], rtol=NEAR, atol=1e-9) for each in differences)
    return words.OFFSET_OF_CALL if alike and _is_of_calls(wrong) else ""


def _is_of_calls(wrong: Sequence[Pair]) -> bool:
    """True if what is common to the numbers of each call means something: one number has it."""
    return len(wrong) > 1 and sum(pair.want.size > 1 for pair in wrong) > 1


def _bound(wrong: Sequence[Pair]) -> str:
    """The value never passes some number, which is right wherever it is not reached."""
    if len(wrong) < 2:
        return ""
    highest = max(float(pair.got.max()) for pair in wrong)
    lowest = min(float(pair.got.min()) for pair in wrong)
    if all(same(pair.got, np.minimum(pair.want, highest)) for pair in wrong):
        return words.CAPPED
    if all(same(pair.got, np.maximum(pair.want, lowest)) for pair in wrong):
        return words.FLOORED
    return ""


def _per_column(wrong: Sequence[Pair]) -> str:
    if not all(pair.got.ndim == 2 and len(pair.got) > 2 for pair in wrong):
        return ""
    spread = max(float(np.abs(pair.want).max()) for pair in wrong) or 1.0
    for clause, axis in ((words.COLUMN_SHIFTED, 0), (words.ROW_SHIFTED, 1)):
        if all(np.ptp(pair.got - pair.want, axis=axis).max() < CLOSE * spread for pair in wrong):
            return clause
    if all(_is_stretched(pair) for pair in wrong):
        return words.COLUMN_STRETCHED
    return ""


def _is_stretched(pair: Pair) -> bool:
    """True if each column is that of the reference, scaled and shifted."""
    columns = [
        (got, want)
        for got, want in zip(pair.got.T, pair.want.T, strict=True)
        if got.std() > 1e-9 and want.std() > 1e-9
    ]
    return bool(columns) and all(
        abs(float(np.corrcoef(got, want)[0, 1])) > 1 - 1e-7 for got, want in columns
    )


def _of_shapes(wrong: Sequence[Pair]) -> str:
    if all(same(pair.got.squeeze(), pair.want.squeeze()) for pair in wrong):
        return words.AXIS_KEPT
    if all(same(pair.got.T, pair.want) for pair in wrong):
        return words.TRANSPOSED
    if all(pair.got.size == 1 for pair in wrong):
        summed = all(np.allclose(pair.got.sum(), pair.want.sum(), rtol=CLOSE) for pair in wrong)
        return words.SUMMED if summed else words.ONE_NUMBER
    if all(pair.got.ndim > pair.want.ndim for pair in wrong):
        return words.AXIS_TOO_MUCH
    if all(pair.got.ndim < pair.want.ndim for pair in wrong):
        return words.AXIS_MISSING
    return words.OTHER_SHAPE


def _switch(pairs: Sequence[Pair], wrong: Sequence[Pair]) -> str:
    """A number among the arguments that tells the wrong calls from the right ones."""
    right = [pair for pair in pairs if all(pair is not each for each in wrong)]
    if not right:
        return ""
    for name, value in _scalars(wrong[0].call):
        if all((name, value) in _scalars(pair.call) for pair in wrong) and not any(
            (name, value) in _scalars(pair.call) for pair in right
        ):
            return words.wrong_for(name)
    return ""


def _direction(wrong: Sequence[Pair]) -> str:
    """True if single numbers are all on the same side of what is expected."""
    if len(wrong) < FEWEST_NUMBERS or any(pair.got.size != 1 for pair in wrong):
        return ""
    differences = [float((pair.got - pair.want).flat[0]) for pair in wrong]
    if all(difference > 0 for difference in differences):
        return words.TOO_LARGE
    return words.TOO_SMALL if all(difference < 0 for difference in differences) else ""


def _scalars(call: Call) -> list[tuple[str, float]]:
    named = [*((str(i), item) for i, item in enumerate(call.arguments)), *call.keywords.items()]
    for item in call.arguments:
        named += list(item.items()) if isinstance(item, dict) else []
    return [(name, item) for name, item in named if type(item) in (int, float)]


def _rows(call: Call) -> int:
    """The rows of the first tensor that the function is given."""
    for item in call.arguments:
        for value in item.values() if isinstance(item, dict) else (item,):
            if isinstance(value, torch.Tensor) and value.ndim:
                return len(value)
    return 1


def _as_array(value: object) -> np.ndarray:
    if not isinstance(value, torch.Tensor) or value.is_complex():
        return np.zeros(0)
    return value.detach().double().numpy()


def same(got: object, want: object) -> bool:
    """True for two arrays, or numbers, of one shape that are close."""
    kinds = np.ndarray, np.floating  # what is computed from an array of no dimension is a number
    if not (isinstance(got, kinds) and isinstance(want, kinds)):
        return False
    return got.shape == want.shape and bool(
        np.allclose(got, want, rtol=CLOSE, atol=1e-7, equal_nan=True)
    )
