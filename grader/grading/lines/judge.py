"""Comparison of a changed function with the reference's values on one call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch

from grader.grading.explanations.components import (
    FLOAT32_TOLERANCE,
    Component,
    Fact,
    Observed,
    is_alike,
    regime_of,
)
from grader.grading.explanations.facts import facts_of_value
from grader.model import Returns
from grader.sandbox import wire
from grader.sandbox.call import Call
from grader.sandbox.failures import WrongValue
from grader.sandbox.values import parse_value

KINDS = ("value", "name")  # of components that a line is looked for
MIN_ROWS = 3  # with fewer, more changes give the same numbers


class Judge:
    """The wrong components of one call, and which of them a value from the worker makes right.

    Attributes:
        wrong: the components that are wrong on this call.
    """

    def __init__(self, observed: Observed, call: Call, number: int, returns: Returns) -> None:
        self.call = call
        self._returns = returns
        self._ever_wrong = observed.wrong
        self._known: dict[bytes, frozenset[Component] | None] = {b"": None}
        here = regime_of(call)
        components = {
            one
            for one in (*observed.reference, *observed.student)
            if one.kind in KINDS and one.regime == here
        }
        self._want = {one: observed.reference.get(one, {}).get(number) for one in components}
        self.wrong = frozenset(one for one in components if _is_wrong(one, number, observed))
        self._scales = {
            one: float(np.abs(want[np.isfinite(want)]).max(initial=0.0))
            for one, want in self._want.items()
            if isinstance(want, np.ndarray)
        }
        tensors = _tensors(call)
        self.rows = max((part.shape[0] for part in tensors if part.ndim), default=MIN_ROWS)
        self.size = sum(part.numel() for part in tensors)

    def cured(self, value: bytes) -> frozenset[Component] | None:
        """The components that a value makes right; None if one is wrong that was right.

        A value is the payload of a frame, whatever the submission made of it.
        """
        if value not in self._known:
            self._known[value] = self._judged(value)
        return self._known[value]

    def _judged(self, value: bytes) -> frozenset[Component] | None:
        try:
            parsed = parse_value(wire.decode(value), self._returns, self.call.function)
        except (wire.WireError, WrongValue):
            return None
        found = facts_of_value(parsed, self._returns)
        cured = frozenset(one for one in self.wrong if self._is_right(one, found))
        if not cured:
            return cured  # as nearly always
        others = self._want.keys() - self._ever_wrong
        return cured if all(self._is_right(one, found) for one in others) else None

    def _is_right(self, component: Component, found: Mapping[tuple[str, str], Fact]) -> bool:
        fact, want = found.get((component.kind, component.name)), self._want[component]
        if fact is None or want is None:
            return fact is want
        if isinstance(fact, np.ndarray) and isinstance(want, np.ndarray) and fact.size:
            if fact.shape != want.shape:
                return False
            # The first number is enough to tell most apart, a hundred times faster.
            one, other = float(fact.flat[0]), float(want.flat[0])
            if abs(one - other) > FLOAT32_TOLERANCE * self._scales[component]:
                return False
        return is_alike(fact, want)


def _tensors(call: Call) -> list[torch.Tensor]:
    parts: list[Any] = []
    for item in call.arguments:
        parts += item.values() if isinstance(item, dict) else [item]
    return [part for part in parts if isinstance(part, torch.Tensor)]


def _is_wrong(component: Component, number: int, observed: Observed) -> bool:
    """True if a component of the student's is wrong on one call, on which both return."""
    own: Mapping[int, Fact] = observed.student.get(component, {})
    want: Mapping[int, Fact] = observed.reference.get(component, {})
    if component not in observed.wrong:
        return False
    if component.kind == "name":
        said = component._replace(kind="exception", name="")
        both = (observed.student, observed.reference)
        returns = all(facts.get(said, {}).get(number) == "" for facts in both)
        return returns and own.get(number) != want.get(number)
    return number in own and number in want and not is_alike(own[number], want[number])
