"""Whether what should be computed column by column, or row by row, is mixed up.

The function is asked again for the first column, or the first row, alone. Where the reference gives
the same as before and the submission does not, it mixes what does not belong together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import torch

from grader.grading.components import Component
from grader.report import law_wording as words
from grader.sandbox.call import Call, Observation
from grader.sandbox.student import ExerciseFunctions

MOST_CALLS = 3
CLOSE = 1e-6
Cut = Callable[[torch.Tensor, tuple[int, int]], torch.Tensor]


def mixing_of(
    component: Component,
    student: ExerciseFunctions,
    reference: ExerciseFunctions,
    calls: Iterable[Call],
) -> str:
    """The clause on what is mixed up in a value, empty where nothing is.

    Raises:
        StudentStopped: the student's worker died.
    """
    shaped = [(call, _shape(call)) for call in calls if not call.generators]
    wide = [(call, shape) for call, shape in shaped if shape is not None][:MOST_CALLS]
    for clause, cut in ((words.COLUMNS_MIXED, _first_column), (words.ROWS_MIXED, _first_row)):
        for call, shape in wide:
            if min(shape) > 1 and _differs(component, student, reference, (call, shape, cut)):
                return clause
    return ""


def _differs(
    component: Component,
    student: ExerciseFunctions,
    reference: ExerciseFunctions,
    what: tuple[Call, tuple[int, int], Cut],
) -> bool:
    call, shape, cut = what
    part = call._replace(arguments=tuple(_cut(item, shape, cut) for item in call.arguments))
    for functions, is_expected in ((reference, True), (student, False)):
        whole, alone = (functions.observe_call(each.copy()) for each in (call, part))
        before, after = _member(whole, component), _member(alone, component)
        if before is None or after is None:
            return False
        before = cut(before, shape)
        same = before.shape == after.shape and torch.allclose(
            before, after, rtol=CLOSE, atol=CLOSE, equal_nan=True
        )
        if same != is_expected:
            return False
    return True


def _shape(call: Call) -> tuple[int, int] | None:
    """The rows and columns of the first matrix among the arguments."""
    for item in call.arguments:
        for value in item.values() if isinstance(item, dict) else (item,):
            if isinstance(value, torch.Tensor) and value.ndim == 2:
                return value.shape[0], value.shape[1]
    return None


def _cut(item: Any, shape: tuple[int, int], cut: Cut) -> Any:
    if isinstance(item, dict):
        return {key: _cut(value, shape, cut) for key, value in item.items()}
    return cut(item, shape) if isinstance(item, torch.Tensor) else item


def _first_column(tensor: torch.Tensor, shape: tuple[int, int]) -> torch.Tensor:
    if tensor.ndim == 2 and tensor.shape == shape:
        return tensor[:, :1]
    return tensor[:1] if tensor.ndim == 1 and len(tensor) == shape[1] else tensor


def _first_row(tensor: torch.Tensor, shape: tuple[int, int]) -> torch.Tensor:
    if tensor.ndim == 2 and tensor.shape == shape:
        return tensor[:1]
    is_of_rows = tensor.ndim == 1 and len(tensor) == shape[0] != shape[1]
    return tensor[:1] if is_of_rows else tensor


def _member(seen: Observation, component: Component) -> torch.Tensor | None:
    """The part of a value that a component is about, if it is an array."""
    value = seen.value
    if seen.failure is None and component.name:
        value = getattr(value, component.name, None)
    return value if isinstance(value, torch.Tensor) and value.ndim else None
