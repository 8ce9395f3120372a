"""The facts that calls of a function show: value, exception, arguments, graph and draws."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import torch

from grader.grading.explanations.behavior import Sample, behavior_of_call
from grader.grading.explanations.components import (
    REFUSED,
    WHOLE,
    Band,
    Fact,
    Facts,
    Returned,
    component,
    regime_of,
)
from grader.model import Returns
from grader.sandbox.call import Call, Observation
from grader.sandbox.exercise_functions import ExerciseFunctions
from grader.sandbox.failures import CheckFailed, StudentRaised, WrongValue


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
            facts.setdefault(component(call.function, kind, name, regime), {})[number] = fact
    return facts


def _facts_of_call(functions: ExerciseFunctions, call: Call) -> Iterator[tuple[str, str, Fact]]:
    seen = behavior_of_call(functions, call)
    if isinstance(seen, Sample):
        yield "exception", WHOLE, ""
        yield from _facts_of_draw(seen)
        if seen.reproducibility is not None:
            yield "draw", "repeats", seen.reproducibility.repeats
            yield "draw", "moves on", seen.reproducibility.moves_on
        return
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
    refused = component(call.function, "exception", WHOLE, regime_of(call) + REFUSED)
    return number in reference.get(refused, {})


def _returned(found: Iterable[tuple[str, str, Fact]]) -> Returned:
    values = [fact for kind, _, fact in found if kind == "value" and isinstance(fact, np.ndarray)]
    return Returned("; ".join(np.array2string(value, precision=3) for value in values))
