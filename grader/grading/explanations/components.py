"""The facts of a function's calls, component by component, and how two of them are compared.

A component is one thing that can be right or wrong by itself: a returned member, whether a name is
in a set, an exception, an argument that changes, what keeps its graph, a gradient; of a random
draw its shape, spread, mean and form. Calls that differ in a bool, str or None argument are
regimes: training and evaluation, say, are components of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from grader.checks.statistics import STANDARD_ERRORS
from grader.sandbox.call import Call

TOLERANCE = 1e-9  # two ways to compute one wrong number, in float64
FLOAT32_TOLERANCE = 1e-5
# Small results of large inputs keep the rounding of those: no two ways agree about 1e-14.
ROUNDING = 1e-13
MOMENTS = ("standard deviation", "mean", "kurtosis")  # of a random draw
REFUSED = "!"  # marks, behind a regime, inputs on which the reference raises
WHOLE = ""  # the name of a component that is all of what is returned
MAX_COMPONENTS = 4096  # that are kept


class Component(NamedTuple):
    """One thing that can be seen of a function, in one regime."""

    function: str
    kind: str  # value, name, exception, argument, kept, gradient, draw
    name: str  # of the member or the moment of a draw; the position of an argument
    regime: str  # the bool, str and None arguments


@lru_cache(MAX_COMPONENTS)
def component(function: str, kind: str, name: str, regime: str) -> Component:
    """A component, the same object each time: each has many facts."""
    return Component(function, kind, name, regime)


class Band(NamedTuple):
    """A number of a random draw, and its standard error."""

    value: float
    error: float


class Returned(NamedTuple):
    """A value where the reference raises: in few digits, which tells answers apart."""

    digits: str


Fact = np.ndarray | Band | Returned | str | bool | tuple[int, ...]
# Facts by component, then by the number of the call. A call that gives none has no entry.
Facts = dict[Component, dict[int, Fact]]


class Observed(NamedTuple):
    """A function as a student wrote it, beside the reference."""

    student: Facts
    reference: Facts
    wrong: frozenset[Component]


def is_wrong(component: Component, student: Facts, reference: Facts, *, strict: bool) -> bool:
    """True if a student's facts differ from the reference's; values where both return alone.

    `strict` also tells rounding to float32 from the reference, which otherwise passes.
    """
    want = reference.get(component, {})
    return not _agrees(component, student, want, reference, strict=strict)


def agrees(component: Component, student: Facts, other: Facts, reference: Facts) -> bool:
    """True if a student's facts are those of another function, wherever the reference returns."""
    return _agrees(component, student, other.get(component, {}), reference, strict=False)


def _agrees(
    component: Component,
    student: Facts,
    other: Mapping[int, Fact],
    reference: Facts,
    *,
    strict: bool,
) -> bool:
    own = student.get(component, {})
    if component.kind == "name":
        returned = returning(component, student) & returning(component, reference)
        return all(own.get(number, False) == other.get(number, False) for number in returned)
    numbers = own.keys() & reference.get(component, {}).keys()
    if component.kind in ("gradient", "kept"):
        # An answer without a graph, such as one in numpy, has no gradient to be wrong.
        numbers = {number for number in numbers if own[number] is not False}
    return all(
        number in other and is_alike(own[number], other[number], strict=strict)
        for number in numbers
    )


def returning(component: Component, facts: Facts) -> set[int]:
    """The calls in the regime of a component that return a value."""
    said = component._replace(kind="exception", name=WHOLE)
    return {number for number, fact in facts.get(said, {}).items() if fact == ""}


def is_alike(student: Fact, other: Fact, *, strict: bool = False) -> bool:
    """True if two facts are the same up to rounding; exact float32 numbers up to its rounding."""
    if isinstance(student, Band) and isinstance(other, Band):
        difference = abs(student.value - other.value)
        return difference == 0 or difference <= STANDARD_ERRORS * (student.error + other.error)
    if not (isinstance(student, np.ndarray) and isinstance(other, np.ndarray)):
        return type(student) is type(other) and bool(student == other)
    if student.shape != other.shape:
        return False
    finite = np.isfinite(other)
    scale = float(np.abs(other[finite]).max()) if finite.any() else 1.0

    def is_close(relative: float) -> bool:
        atol = relative * scale + ROUNDING
        return bool(np.allclose(student, other, rtol=0.0, atol=atol, equal_nan=True))

    if strict:
        return is_close(TOLERANCE)
    # Most facts are far apart, and then it does not matter in which numbers.
    return is_close(FLOAT32_TOLERANCE) and (is_close(TOLERANCE) or is_float32(student))


def is_float32(numbers: np.ndarray) -> bool:
    """True if every number is exactly one of float32, and some is no round one."""
    finite = numbers[np.isfinite(numbers)]
    with np.errstate(over="ignore"):
        exact = any(
            bool((each == each.astype(np.float32)).all())
            for each in (finite, finite / 100, 1 - finite)  # a percentage, or the rest, of one
        )
    return exact and bool((finite * 1024 != np.round(finite * 1024)).any())


def is_informative(component: Component, facts: Mapping[int, Fact]) -> bool:
    """True if agreeing with these facts means something by itself.

    A number that is 0, 1 or nan may be a coincidence, and so may a habit or an exception.
    """
    if component.kind in ("draw", "exception") and component.name not in MOMENTS:
        return False
    for fact in facts.values():
        numbers = np.asarray(fact.value if isinstance(fact, Band) else fact)
        if not isinstance(fact, (Band, np.ndarray)):
            return True
        if np.unique(numbers[np.isfinite(numbers) & (numbers != 0) & (np.abs(numbers) != 1)]).size:
            return True
    return False


def regime_of(call: Call) -> str:
    """The switches of a call: arguments that are bool, str or None."""
    named = [*enumerate(call.arguments), *sorted(call.keywords.items())]
    return ",".join(
        f"{name}={value}"
        for name, value in named
        if value is None or isinstance(value, (bool, str))
    )
