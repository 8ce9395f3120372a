"""Assertions that say what is expected, what was got, and where; and the one rule of tolerance."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import torch

from grader.sandbox.call import Call, Observation, as_text
from grader.sandbox.failures import Aspect, CheckFailed, StudentRaised
from grader.sandbox.student import ExerciseFunctions

PLAIN = 1e-6  # where no float64 goes in: the lecture's own `.float().mean()` must pass
FLOAT64_EPSILON = 2.2e-16


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
    got, want = _as_tensor(actual), _as_tensor(expected)
    if got.shape != want.shape:
        shapes = f"expected shape {tuple(want.shape)}, got {tuple(got.shape)}"
        raise CheckFailed(f"{of}: {shapes}", aspect=aspect)
    close = (got - want).abs() <= tolerance  # never `not >`: nan must not pass
    wrong = ~(close | (got == want) | (got.isnan() & want.isnan()))
    if not bool(wrong.any()):
        return
    where = tuple(wrong.nonzero()[0].tolist())
    first_want, first_got = as_numbers(float(want[where]), float(got[where]))
    place = f"{of}[{', '.join(map(str, where))}]" if where else of
    raise CheckFailed(
        f"{place}: expected {first_want}, got {first_got}",
        expected=_shown(want, first_want),
        actual=_shown(got, first_got),
        aspect=aspect,
    )


def assert_explained(
    actual: torch.Tensor,
    expected: torch.Tensor,
    reasons: Iterable[tuple[str, torch.Tensor]],
    *,
    of: str,
    tolerance: float,
) -> None:
    """As `assert_close`; where one reason explains all of the difference, the message names it.

    `reasons` gives what may be wrong, and what then comes out: a term of the formula left out,
    say. They are asked for only when something differs.
    """
    try:
        assert_close(actual, expected, of=of, tolerance=tolerance)
    except CheckFailed:
        for reason, outcome in reasons:
            if actual.shape == outcome.shape and bool(
                ((actual - outcome).abs() <= tolerance).all()
            ):
                of = f"{reason} in {of}"
                break
        assert_close(actual, expected, of=of, tolerance=tolerance)


def assert_equal(actual: Any, expected: Any, *, of: str) -> None:
    """Fail unless two sets of names, or two whole numbers, are the same."""
    if actual != expected:
        want, got = as_text(expected), as_text(actual)
        raise CheckFailed(f"{of}: expected {want}, got {got}", expected=want, actual=got)


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
            message = f"{function} raises {failure.kind}; expected {error}"
            raise CheckFailed(message, aspect="exception", line=failure.line)
    elif failure is not None:
        raise failure
    else:
        raise CheckFailed(f"{function} returns a value; expected {error}", aspect="exception")


def assert_unmodified(
    student: ExerciseFunctions, function: str, *arguments: Any, **keywords: Any
) -> None:
    """Fail when the call changes one of its tensor arguments."""
    observation: Observation = student.observe(function, *arguments, **keywords)
    after = observation.arguments or ()
    for position, (before, now) in enumerate(zip(arguments, after, strict=True), start=1):
        if isinstance(before, torch.Tensor) and not _is_same(before, now):
            want, got = _first_change(before, now)
            raise CheckFailed(
                f"{function} changes its argument number {position}; work on a copy",
                expected=_shown(before, want),
                actual=_shown(now, got),
                aspect="arguments",
            )


def as_numbers(expected: float, actual: float) -> tuple[str, str]:
    """Two different numbers as text, with as many digits as it takes to tell them apart."""
    for digits in range(4, 18):
        want, got = f"{expected:.{digits}g}", f"{actual:.{digits}g}"
        if want != got:
            break
    return want, got


def _is_same(before: torch.Tensor, now: torch.Tensor) -> bool:
    return now.shape == before.shape and torch.equal(
        now.nan_to_num(nan=math.pi), before.nan_to_num(nan=math.pi)
    )


def _first_change(before: torch.Tensor, now: torch.Tensor) -> tuple[str, str]:
    """The first number that changed, before and after; of another shape, the shapes."""
    if now.shape != before.shape:
        return f"shape {tuple(before.shape)}", f"shape {tuple(now.shape)}"
    changed = (now != before) & ~(now.isnan() & before.isnan())
    where = tuple(changed.nonzero()[0].tolist())
    return as_numbers(before[where].item(), now[where].item())


def _as_tensor(value: float | torch.Tensor) -> torch.Tensor:
    return torch.as_tensor(value, dtype=torch.float64).detach().cpu()


def _shown(tensor: torch.Tensor, alone: str) -> str:
    """A small tensor whole; of a large one, or a number, the number that differs."""
    if not 1 < tensor.numel() <= 16:
        return alone
    return _rows(tensor.tolist())


def _rows(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(map(_rows, value)) + "]"
    return f"{value:.4g}"
