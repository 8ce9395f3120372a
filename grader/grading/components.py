"""The facts of a function's calls, component by component, and how two of them are compared.

A component is one thing that can be right or wrong by itself: a returned member, whether a name is
in a set, an exception, an argument that changes, what keeps its graph, a gradient; of a random
draw its shape, spread, mean and form. Calls that differ in a bool, str or None argument are
regimes: training and evaluation, say, are components of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import torch

from grader.checks.statistics import STANDARD_ERRORS
from grader.grading.behavior import Reproducibility, Sample, behavior_of_call, behavior_of_draws
from grader.model import Returns
from grader.sandbox.call import Call, Observation
from grader.sandbox.failures import CheckFailed, StudentRaised, WrongValue
from grader.sandbox.student import ExerciseFunctions

TOLERANCE = 1e-9  # two ways to compute one wrong number, in float64
FLOAT32_TOLERANCE = 1e-5
# Small results of large inputs keep the rounding of those: no two ways agree about 1e-14.
ROUNDING = 1e-13
MOMENTS = ("standard deviation", "mean", "kurtosis")  # of a random draw
REFUSED = "!"  # marks, behind a regime, inputs on which the reference raises
WHOLE = ""  # the name of a component that is all of what is returned


class Component(NamedTuple):
    """One thing that can be seen of a function, in one regime."""

    function: str
    kind: str  # value, name, exception, argument, kept, gradient, draw
    name: str  # of the member or the moment of a draw; the position of an argument
    regime: str  # the bool, str and None arguments


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


def observe(
    functions: ExerciseFunctions, calls: Iterable[tuple[int, Call]], reference: Facts | None = None
) -> Facts:
    """The facts that numbered calls show.

    `reference` are those of the reference on the same calls; without it, these are the reference's.
    Exceptions on inputs that the reference refuses are a component apart from those on others.
    """
    facts: Facts = {}
    for number, call in calls:
        found = list(_facts_of_call(functions, call))
        is_refused = _is_refused(found, number, call, reference)
        for kind, name, fact in found:
            regime = regime_of(call)
            if kind == "exception" and is_refused:
                regime += REFUSED
                fact = fact or _returned(found)
            facts.setdefault(Component(call.function, kind, name, regime), {})[number] = fact
    return facts


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
    relative = FLOAT32_TOLERANCE if is_float32(student) and not strict else TOLERANCE
    return bool(
        np.allclose(student, other, rtol=0.0, atol=relative * scale + ROUNDING, equal_nan=True)
    )


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


# ------------------------------------------------------------------------------ one call


def _facts_of_call(functions: ExerciseFunctions, call: Call) -> Iterator[tuple[str, str, Fact]]:
    seen = behavior_of_call(functions, call)
    if isinstance(seen, Sample):
        yield "exception", WHOLE, ""
        yield from _facts_of_draw(seen)
        yield from _facts_of_draws(behavior_of_draws(functions, call))
        return
    assert isinstance(seen, Observation)
    yield "exception", WHOLE, _said(seen.failure)
    if seen.failure is None:
        returns = functions.exercise.functions[call.function]
        for (kind, name), fact in facts_of_value(seen.value, returns).items():
            yield kind, name, fact
        yield from _facts_of_arguments(call, seen)
        yield from _facts_of_graph(functions, call, seen)


def facts_of_value(value: Any, returns: Returns) -> dict[tuple[str, str], Fact]:
    """The facts of a returned value, by the kind and the name of their components."""
    found: dict[tuple[str, str], Fact] = {}
    for name, member in _members(value, returns):
        if isinstance(member, frozenset):
            found.update({("name", each): True for each in sorted(member)})
        else:
            found["value", name] = _fact(member)
    return found


def _members(value: Any, returns: Returns) -> Iterator[tuple[str, Any]]:
    if isinstance(returns, tuple):
        yield from zip(returns, value, strict=True)
    elif isinstance(returns, dict):
        yield from ((name, value[name]) for name in returns)
    else:
        yield WHOLE, value


def _fact(value: Any) -> np.ndarray:
    if isinstance(value, torch.Tensor):
        return value.detach().double().numpy()
    return np.asarray(float(value))


def _facts_of_arguments(call: Call, seen: Observation) -> Iterator[tuple[str, str, Fact]]:
    for position, (before, now) in enumerate(
        zip(call.arguments, seen.arguments or (), strict=False)
    ):
        if isinstance(before, (torch.Tensor, dict)):
            yield "argument", str(position), _after(before, now)


def _after(before: Any, now: Any) -> Fact:
    """True for an argument that is as it was; else what became of it."""
    if isinstance(before, dict):
        if not isinstance(now, dict):
            return type(now).__name__
        changed = [key for key in before if _after(before[key], now.get(key)) is not True]
        return ", ".join([*changed, *sorted(now.keys() - before.keys())]) or True
    if not isinstance(before, torch.Tensor):
        return True if before == now else repr(now)
    if not isinstance(now, torch.Tensor):
        return type(now).__name__
    same = before.shape == now.shape and torch.equal(_filled(before), _filled(now))
    return True if same else _fact(now)


def _filled(tensor: torch.Tensor) -> torch.Tensor:
    return tensor.nan_to_num(nan=0.5)


def _facts_of_graph(
    functions: ExerciseFunctions, call: Call, seen: Observation
) -> Iterator[tuple[str, str, Fact]]:
    """The members that keep a graph, or the gradient where the call asks for it."""
    returns = functions.exercise.functions[call.function]
    members = returns if isinstance(returns, tuple) else (WHOLE,)
    kept = seen.requires_grad if isinstance(seen.requires_grad, tuple) else (seen.requires_grad,)
    if call.vjp_of is None:  # a gradient makes all arguments ask for one
        yield from (("kept", name, keeps) for name, keeps in zip(members, kept, strict=False))
        return
    for position, gradient in enumerate(seen.gradient or ()) if kept[0] else ():
        argument = call.arguments[position]
        if isinstance(argument, torch.Tensor) and argument.is_floating_point():
            own = torch.zeros_like(argument) if gradient is None else gradient
            yield "gradient", str(position), _fact(own)


def _facts_of_draw(draw: Sample) -> Iterator[tuple[str, str, Fact]]:
    found = draw.summary
    yield "draw", "shape", draw.shape
    if not found.count:
        return
    yield "draw", "standard deviation", Band(found.std, found.std_error)
    yield "draw", "mean", Band(found.mean, found.mean_error)
    yield "draw", "kurtosis", Band(found.kurtosis, found.kurtosis_error)


def _facts_of_draws(several: Any) -> Iterator[tuple[str, str, Fact]]:
    if isinstance(several, Reproducibility):
        yield "draw", "repeats", several.repeats
        yield "draw", "moves on", several.moves_on


def _said(failure: CheckFailed | None) -> str:
    """The exception, or what of the returned value is of the wrong kind, as a fact."""
    if failure is None:
        return ""
    if isinstance(failure, StudentRaised):
        return failure.kind
    if isinstance(failure, WrongValue):
        return f"{failure.member}: {failure.got}"
    return type(failure).__name__


def _is_refused(
    found: Iterable[tuple[str, str, Fact]], number: int, call: Call, reference: Facts | None
) -> bool:
    """True if the reference raises on the input of a call."""
    if reference is None:
        return any(kind == "exception" and fact != "" for kind, _, fact in found)
    refused = Component(call.function, "exception", WHOLE, regime_of(call) + REFUSED)
    return number in reference.get(refused, {})


def _returned(found: Iterable[tuple[str, str, Fact]]) -> Returned:
    values = [fact for kind, _, fact in found if kind == "value" and isinstance(fact, np.ndarray)]
    return Returned("; ".join(np.array2string(value, precision=3) for value in values))


def regime_of(call: Call) -> str:
    """The switches of a call: arguments that are bool, str or None."""
    named = [*enumerate(call.arguments), *sorted(call.keywords.items())]
    return ",".join(
        f"{name}={value}"
        for name, value in named
        if value is None or isinstance(value, (bool, str))
    )
