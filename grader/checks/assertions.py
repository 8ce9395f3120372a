"""Assertions that say what is expected, what was got, and where; and the one rule of tolerance."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import torch

from grader.model import Comparison, Value
from grader.report import wording
from grader.sandbox.call import Call, Observation
from grader.sandbox.exercise_functions import ExerciseFunctions
from grader.sandbox.failures import Aspect, CheckFailed, StudentRaised

PLAIN = 1e-6  # where no float64 goes in: the lecture's own `.float().mean()` must pass
FLOAT64_EPSILON = 2.2e-16
MAX_NUMBERS = 64  # of a value that a report holds whole
MAX_DIMENSIONS = 3


def float64_tolerance(terms: float = 1.0, rounding: float = 0.0) -> float:
    """The absolute error allowed where float64 goes in.

    It scales with the `terms` that are summed, not with a result that cancels; `rounding` is
    max|x| · max(|gamma| · inv_std), where inputs with a large offset are centred.
    """
    return 1e-9 * max(1.0, terms) + 8 * FLOAT64_EPSILON * rounding


def float32_tolerance(terms: float = 1.0) -> float:
    """The absolute error allowed where float32 goes in."""
    return 1e-5 * max(1.0, terms)


def assert_close(
    actual: float | torch.Tensor,
    expected: float | torch.Tensor,
    *,
    of: str,
    tolerance: float,
    aspect: Aspect = "value",
) -> None:
    """Fail unless `actual` has the shape of `expected` and lies within `tolerance` of it.

    `tolerance` is absolute; infinities and nan are equal to themselves only where expected.
    """
    if type(actual) is type(expected) is float and abs(actual - expected) <= tolerance:
        return  # as below, in a tenth of the time
    got, want = _as_tensor(actual), _as_tensor(expected)
    if got.shape != want.shape:
        shapes = Comparison(f"shape of {of}", None, tuple(want.shape), tuple(got.shape))
        raise CheckFailed(comparison=shapes, of=of, aspect=aspect)
    close = (got - want).abs() <= tolerance  # never `not >`: nan must not pass
    if bool(close.all()):
        return
    wrong = ~(close | (got == want) | (got.isnan() & want.isnan()))
    if not bool(wrong.any()):
        return
    index = tuple(wrong.nonzero()[0].tolist())
    raise CheckFailed(comparison=_comparison(of, index, want, got, tolerance), aspect=aspect)


def assert_explained(
    actual: torch.Tensor,
    expected: torch.Tensor,
    reasons: Iterable[tuple[str, torch.Tensor]],
    *,
    of: str,
    tolerance: float,
) -> None:
    """As `assert_close`; where one reason explains all of the difference, the report names it.

    `reasons` gives clauses on what may be wrong, and what then comes out: "the path through the
    mean is missing", say. The report shows them behind `of` and a colon. They are asked for only
    when something differs.
    """
    try:
        assert_close(actual, expected, of=of, tolerance=tolerance)
    except CheckFailed as failure:
        failure.is_explainable = True
        for clause, outcome in reasons:
            if actual.shape == outcome.shape and bool(
                ((actual - outcome).abs() <= tolerance).all()
            ):
                failure.law = clause
                break
        raise


def assert_equal(actual: Any, expected: Any, *, of: str) -> None:
    """Fail unless two sets of names, or two whole numbers, are the same."""
    if actual != expected:
        raise CheckFailed(comparison=Comparison(of, None, _plain(expected), _plain(actual)))


def assert_law(holds: bool, message: str) -> None:
    """Fail with `message` unless the law holds."""
    if not holds:
        raise CheckFailed(message)


def assert_raises(
    student: ExerciseFunctions, function: str, *arguments: Any, error: str, **keywords: Any
) -> None:
    """Fail unless the call raises the exception named `error`."""
    observation = student.observe_call(Call(function, arguments, keywords))
    failure = observation.failure
    if isinstance(failure, StudentRaised):
        if failure.kind != error:
            message = wording.raises_other(function, failure.kind, error)
            raise CheckFailed(message, aspect="exception", line=failure.line)
    elif failure is not None:
        failure.aspect = "exception"
        raise failure
    else:
        raise CheckFailed(wording.raises_nothing(function, error), aspect="exception")


def assert_unmodified(
    student: ExerciseFunctions, function: str, *arguments: Any, **keywords: Any
) -> None:
    """Fail when the call changes one of its tensor arguments."""
    observation: Observation = student.observe(function, *arguments, **keywords)
    after = observation.arguments or ()
    for position, (before, now) in enumerate(zip(arguments, after, strict=True)):
        if isinstance(before, torch.Tensor) and not _is_same(before, now):
            names = student.parameters_of(function)  # no reply: asked for only where it is told
            name = names[position] if position < len(names) else f"argument {position + 1}"
            raise CheckFailed(
                wording.changes_argument(function, name),
                comparison=_change(name, before, now),
                aspect="arguments",
                of=name,
            )


def _is_same(before: torch.Tensor, now: torch.Tensor) -> bool:
    return now.shape == before.shape and torch.equal(
        now.nan_to_num(nan=math.pi), before.nan_to_num(nan=math.pi)
    )


def _change(name: str, before: torch.Tensor, now: torch.Tensor) -> Comparison:
    """An argument before and after the call; of another shape, the shapes."""
    if now.shape != before.shape:
        return Comparison(f"shape of {name}", None, tuple(before.shape), tuple(now.shape))
    changed = (now != before) & ~(now.isnan() & before.isnan())
    index = tuple(changed.nonzero()[0].tolist())
    return _comparison(name, index, _as_tensor(before), _as_tensor(now), None)


def _as_tensor(value: float | torch.Tensor) -> torch.Tensor:
    return torch.as_tensor(value, dtype=torch.float64).detach().cpu()


def _comparison(
    of: str,
    index: tuple[int, ...],
    want: torch.Tensor,
    got: torch.Tensor,
    tolerance: float | None,
) -> Comparison:
    """Two tensors of one shape as a record; of large ones, and of one number, that at `index`."""
    if not 1 < want.numel() <= MAX_NUMBERS or want.ndim > MAX_DIMENSIONS:
        want, got = want[index], got[index]
    return Comparison(of, index or None, _plain(want.tolist()), _plain(got.tolist()), tolerance)


def _plain(value: Any) -> Value:
    """A value as a record holds it: JSON has neither nan nor infinity, nor sets."""
    if isinstance(value, (set, frozenset)):
        return tuple(sorted(map(str, value)))
    if isinstance(value, (list, tuple)):
        return tuple(map(_plain, value))  # type: ignore[arg-type]
    if isinstance(value, str):
        return value
    return float(value) if math.isfinite(value) else str(float(value))
