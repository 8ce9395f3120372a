"""Detection of columns, or rows, that depend on each other and should not.

The function is asked again with the other columns, or the other rows, changed. Where the reference
gives one column as before and the submission does not, it mixes what does not belong together.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import torch

from grader.grading.explanations.components import Component
from grader.report import law_wording as words
from grader.sandbox.call import Call, Observation
from grader.sandbox.exercise_functions import ExerciseFunctions

MOST_CALLS = 3
CLOSE = 1e-6
FIRST, LAST = 0, -1
COLUMNS, ROWS = 1, 0


class Part(NamedTuple):
    """The first or the last column, or row, of all that has the shape of a matrix."""

    axis: int
    position: int
    shape: tuple[int, int]


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
    wide = [(call, shape) for call, shape in shaped if shape is not None and min(shape) > 1]
    for clause, axis in ((words.COLUMNS_MIXED, COLUMNS), (words.ROWS_MIXED, ROWS)):
        for call, shape in wide[:MOST_CALLS]:
            parts = [Part(axis, position, shape) for position in (FIRST, LAST)]
            if any(_is_mixed(component, student, reference, (call, part)) for part in parts):
                return clause
    return ""


def _is_mixed(
    component: Component,
    student: ExerciseFunctions,
    reference: ExerciseFunctions,
    what: tuple[Call, Part],
) -> bool:
    """True if changing all but one part changes this part of the student's value alone."""
    call, part = what
    changed = call._replace(arguments=tuple(_changed(item, part) for item in call.arguments))
    for functions, is_expected in ((reference, True), (student, False)):
        seen = [functions.observe_call(each.copy()) for each in (call, changed)]
        before, after = (_member(each, component) for each in seen)
        if before is None or after is None or before.shape != after.shape:
            return False
        kept = _index(before, part)
        if kept is None:
            return False
        same = torch.allclose(before[kept], after[kept], rtol=CLOSE, atol=CLOSE, equal_nan=True)
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


def _changed(item: Any, part: Part) -> Any:
    """An argument with other numbers in all but one part; they keep their range and sign."""
    if isinstance(item, dict):
        return {key: _changed(value, part) for key, value in item.items()}
    if not isinstance(item, torch.Tensor) or not item.is_floating_point():
        return item
    kept = _index(item, part)
    if kept is None:
        return item
    new = item.detach() / 2 + 0.125
    new[kept] = item.detach()[kept]
    return new.requires_grad_(item.requires_grad)


def _index(tensor: torch.Tensor, part: Part) -> tuple[int | slice, ...] | None:
    """The index of a part in a matrix, or in a vector with a number for each column or row."""
    if tensor.ndim == 2 and tensor.shape == part.shape:
        return (slice(None), part.position) if part.axis == COLUMNS else (part.position,)
    is_square = part.shape[0] == part.shape[1]
    is_vector = tensor.ndim == 1 and len(tensor) == part.shape[part.axis]
    return (part.position,) if is_vector and (part.axis == COLUMNS or not is_square) else None


def _member(seen: Observation, component: Component) -> torch.Tensor | None:
    """The part of a value that a component is about, if it is an array."""
    value = seen.value
    if seen.failure is None and component.name:
        value = getattr(value, component.name, None)
    return value if isinstance(value, torch.Tensor) and value.ndim else None
