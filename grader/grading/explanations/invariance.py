"""Detection of what a value changes with and should not: order, sign, scale, repeated rows.

The function is asked again with its arguments changed in one such way. Where the reference gives
the same as before for every input, and the submission does not, that is a law it breaks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
import torch

from grader.grading.explanations.array_laws import same
from grader.grading.explanations.components import Component
from grader.grading.explanations.facts import facts_of_value
from grader.report import law_wording as words
from grader.sandbox.call import Call
from grader.sandbox.exercise_functions import ExerciseFunctions

MOST_CALLS = 4
FEWEST_CALLS = 2  # the reference may stay the same for one input by chance
CLEARLY = 1e-3  # by how much, beside its size, a value must change
Change = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]  # of a tensor, given the first one


def variance_of(
    component: Component,
    student: ExerciseFunctions,
    reference: ExerciseFunctions,
    calls: Iterable[Call],
) -> str:
    """The clause on what a value changes with and should not, empty where there is no such thing.

    Raises:
        StudentStopped: the student's worker died.
    """
    plain = [call for call in calls if not call.generators and _first(call) is not None]
    plain = plain[:MOST_CALLS]
    values = [_value(component, reference, call) for call in plain]
    if not any(value is not None and value.any() for value in values):
        return ""  # what is always 0 depends on nothing anyway
    for clause, change in _CHANGES.items():
        changed = [(call, _changed(call, change)) for call in plain]
        pairs = [(before, after) for before, after in changed if not _is_as_before(before, after)]
        if (
            len(pairs) >= FEWEST_CALLS
            and all(_is_invariant(component, reference, *pair) for pair in pairs)
            and any(_differs(component, student, *pair) for pair in pairs)
        ):
            return clause
    return ""


def _is_invariant(
    component: Component, functions: ExerciseFunctions, before: Call, after: Call
) -> bool:
    first, second = (_value(component, functions, call) for call in (before, after))
    return first is not None and same(first, second)


def _differs(component: Component, functions: ExerciseFunctions, before: Call, after: Call) -> bool:
    first, second = (_value(component, functions, call) for call in (before, after))
    if first is None or second is None or first.shape != second.shape:
        return False
    if not (np.isfinite(first).all() and np.isfinite(second).all()):
        return False
    return bool(np.abs(first - second).max(initial=0) > CLEARLY * np.abs(first).max(initial=0))


def _value(component: Component, functions: ExerciseFunctions, call: Call) -> np.ndarray | None:
    seen = functions.observe_call(call.copy())
    if seen.failure is not None:
        return None
    returns = functions.exercise.functions[call.function]
    fact = facts_of_value(seen.value, returns).get((component.kind, component.name))
    return fact if isinstance(fact, np.ndarray) else None


# ------------------------------------------------------------------------------ changes


def _first(call: Call) -> torch.Tensor | None:
    """The first array among the arguments."""
    for item in call.arguments:
        for value in item.values() if isinstance(item, dict) else (item,):
            if isinstance(value, torch.Tensor) and value.ndim:
                return value
    return None


def _changed(call: Call, change: Change) -> Call:
    first = _first(call)
    assert first is not None

    def new(item: Any) -> Any:
        if isinstance(item, dict):
            return {key: new(value) for key, value in item.items()}
        if not isinstance(item, torch.Tensor) or not item.ndim:
            return item
        return change(item, first).detach().requires_grad_(item.requires_grad)

    return call._replace(arguments=tuple(map(new, call.arguments)))


def _is_as_before(before: Call, after: Call) -> bool:
    return all(
        not isinstance(one, torch.Tensor) or torch.equal(one, other)
        for one, other in zip(before.arguments, after.arguments, strict=True)
    ) and not any(isinstance(one, dict) for one in before.arguments)


def _replaced(tensor: torch.Tensor, first: torch.Tensor) -> torch.Tensor:
    """Other numbers, in the range of the old ones, in the first tensor alone."""
    return tensor / 2 + 0.125 if tensor is first and tensor.is_floating_point() else tensor


def _rows_reversed(tensor: torch.Tensor, first: torch.Tensor) -> torch.Tensor:
    return tensor.flip(0) if len(tensor) == len(first) else tensor


def _rows_repeated(tensor: torch.Tensor, first: torch.Tensor) -> torch.Tensor:
    return torch.cat((tensor, tensor)) if len(tensor) == len(first) else tensor


def _columns_rolled(tensor: torch.Tensor, first: torch.Tensor) -> torch.Tensor:
    """Each column rolled by a number of its own: other numbers come to stand side by side."""
    if tensor.ndim != 2 or tensor.shape != first.shape:
        return tensor
    columns = [column.roll(shift) for shift, column in enumerate(tensor.T)]
    return torch.stack(columns, dim=1)


def _rearranged(tensor: torch.Tensor, first: torch.Tensor) -> torch.Tensor:
    """All numbers in another order: the even places before the odd ones."""
    if tensor.ndim < 2 or tensor.shape != first.shape:
        return tensor
    flat = tensor.flatten()
    return torch.cat((flat[::2], flat[1::2])).reshape(tensor.shape)


def _negated(tensor: torch.Tensor, first: torch.Tensor) -> torch.Tensor:
    return -tensor if tensor is first and tensor.is_floating_point() else tensor


def _doubled(tensor: torch.Tensor, first: torch.Tensor) -> torch.Tensor:
    return 2 * tensor if tensor.is_floating_point() and tensor.shape == first.shape else tensor


def _shifted(tensor: torch.Tensor, first: torch.Tensor) -> torch.Tensor:
    return tensor + 1 if tensor is first and tensor.is_floating_point() else tensor


_CHANGES: Mapping[str, Change] = {  # what says most comes first
    words.FIRST_COUNTS: _replaced,
    words.ORDER_COUNTS: _rows_reversed,
    words.SIGN_COUNTS: _negated,
    words.NEIGHBORS_COUNT: _columns_rolled,
    words.PLACE_COUNTS: _rearranged,
    words.REPEATS_COUNT: _rows_repeated,
    words.SCALE_COUNTS: _doubled,
    words.SHIFT_COUNTS: _shifted,
}
